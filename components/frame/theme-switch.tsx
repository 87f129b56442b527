"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { useHydrated } from "@/components/ui/use-hydrated";

const themes = [
  { value: "system", label: "System theme", Icon: Monitor },
  { value: "light", label: "Light theme", Icon: Sun },
  { value: "dark", label: "Dark theme", Icon: Moon },
] as const;

/** The person's choice is kept in the browser, so it is drawn only where scripts run. */
export function ThemeSwitch() {
  const isHydrated = useHydrated();
  const { theme, setTheme } = useTheme();
  if (!isHydrated) return null;
  return (
    <fieldset className="flex rounded-control border border-line p-0.5">
      <legend className="sr-only">Theme</legend>
      {themes.map(({ value, label, Icon }) => (
        <label
          key={value}
          title={label}
          className="grid size-6 cursor-pointer place-items-center rounded-sm text-faint hover:text-ink has-checked:bg-raised has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent max-wide:size-9"
        >
          <input
            type="radio"
            name="theme"
            className="sr-only"
            aria-label={label}
            checked={theme === value}
            onChange={() => setTheme(value)}
          />
          <Icon size={14} aria-hidden="true" />
        </label>
      ))}
    </fieldset>
  );
}
