import { Button } from '@fluentui/react-components';
import { DesktopRegular, WeatherMoonRegular, WeatherSunnyRegular } from '@fluentui/react-icons';
import type { ThemeChoice } from '../../design/useTheme';
import { strings } from '../../text/strings';

const order: ThemeChoice[] = ['system', 'light', 'dark'];
const icons = {
  system: <DesktopRegular />,
  light: <WeatherSunnyRegular />,
  dark: <WeatherMoonRegular />,
};

/** One button that goes through system, light and dark. */
export function ThemeSwitch({
  choice,
  onChoose,
}: {
  choice: ThemeChoice;
  onChoose: (to: ThemeChoice) => void;
}) {
  const next = order[(order.indexOf(choice) + 1) % order.length] ?? 'system';
  const label = `${strings.nav.theme.label}: ${strings.nav.theme[choice]}`;
  return (
    <Button
      appearance="subtle"
      icon={icons[choice]}
      aria-label={label}
      title={label}
      onClick={() => onChoose(next)}
    />
  );
}
