import { useEffect, useState } from 'react';
import { darkTheme, lightTheme, type ParlanceTheme } from './theme';

export type ThemeChoice = 'system' | 'light' | 'dark';
const key = 'parlance.theme';

function storedChoice(): ThemeChoice {
  const stored = localStorage.getItem(key);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

const systemDark = () => window.matchMedia('(prefers-color-scheme: dark)');

/** The theme in force and the person's choice, which is remembered on this machine. */
export function useTheme(): {
  theme: ParlanceTheme;
  choice: ThemeChoice;
  choose: (to: ThemeChoice) => void;
} {
  const [choice, setChoice] = useState(storedChoice);
  const [isSystemDark, setSystemDark] = useState(() => systemDark().matches);

  useEffect(() => {
    const media = systemDark();
    const follow = () => setSystemDark(media.matches);
    media.addEventListener('change', follow);
    return () => media.removeEventListener('change', follow);
  }, []);

  useEffect(() => {
    if (choice === 'system') {
      localStorage.removeItem(key);
      delete document.documentElement.dataset['theme'];
    } else {
      localStorage.setItem(key, choice);
      document.documentElement.dataset['theme'] = choice;
    }
  }, [choice]);

  const isDark = choice === 'dark' || (choice === 'system' && isSystemDark);
  return { theme: isDark ? darkTheme : lightTheme, choice, choose: setChoice };
}
