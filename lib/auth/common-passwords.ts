/** What people choose when fifteen characters are asked for. Compared without case. */
const listed = new Set([
  "abcdefghijklmno1",
  "administrator1!",
  "administrator123",
  "administratorpassword",
  "adminadminadmin1",
  "adminadmin123456",
  "changemechangeme",
  "changeme1234567",
  "changeme12345678",
  "changemeplease1",
  "correcthorsebatterystaple",
  "correct-horse-battery",
  "defaultpassword1",
  "defaultpassword123",
  "fuckyoufuckyou1",
  "helloworldhelloworld",
  "iamthebestintheworld",
  "iloveyouforever",
  "iloveyousomuch1",
  "iloveyousomuch123",
  "jesuschristislord",
  "letmeinletmein1",
  "letmeinplease123",
  "liverpoolfc12345",
  "masterpassword1",
  "masterpassword123",
  "maytheforcebewithyou",
  "mypasswordis1234",
  "mypasswordispassword",
  "mysecretpassword",
  "newpassword12345",
  "nopasswordneeded",
  "onetwothreefour",
  "openthedoorplease",
  "p@ssw0rdp@ssw0rd",
  "p@ssword12345678",
  "passw0rd12345678",
  "password01234567",
  "password1234567",
  "password12345678",
  "password123456789",
  "password1234567890",
  "passwordadmin123",
  "passwordpassword1",
  "passwordpassword123",
  "passwordsecurity",
  "qwerty1234567890",
  "qwerty123456789",
  "qwertyqwerty123",
  "rootrootrootroot1",
  "secretpassword1",
  "secretpassword123",
  "supersecretpassword",
  "temppassword1234",
  "temporarypassword",
  "testpassword1234",
  "testtesttest1234",
  "thequickbrownfox",
  "thequickbrownfoxjumps",
  "thisisapassword",
  "thisisapassword1",
  "thisismypassword",
  "thisismypassword1",
  "tobeornottobe123",
  "trustnoone123456",
  "welcome123456789",
  "welcometothejungle",
  "welcomewelcome1",
  "whatisthepassword",
  "youshallnotpass",
]);

const rows = [
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890",
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "qwertzuiop",
  "azertyuiop",
  "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
];
const runs = rows.flatMap((row) => [row, [...row].reverse().join("")]);
const shortestRun = 4;

/** Whether a password is on the list, one short piece repeated, or little more than runs of the keyboard. */
export function isCommonPassword(password: string): boolean {
  const folded = password.toLowerCase();
  return listed.has(folded) || isRepetition(folded) || isMostlyRuns(folded);
}

const longestRepeatedPiece = 8;

function isRepetition(text: string): boolean {
  for (let piece = 1; piece <= longestRepeatedPiece; piece += 1) {
    if (text.slice(piece) === text.slice(0, -piece)) return true;
  }
  return false;
}

/** True when fewer than a third of the characters stand outside runs such as `1234` or `poiuy`. */
function isMostlyRuns(text: string): boolean {
  let outside = 0;
  let at = 0;
  while (at < text.length) {
    const length = runLengthAt(text, at);
    if (length < shortestRun) outside += 1;
    at += length < shortestRun ? 1 : length;
  }
  return outside * 3 < text.length;
}

function runLengthAt(text: string, start: number): number {
  let longest = 0;
  for (const run of runs) {
    let length = 1;
    while (start + length < text.length && run.includes(text.slice(start, start + length + 1))) length += 1;
    longest = Math.max(longest, length);
  }
  return longest;
}
