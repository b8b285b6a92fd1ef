import { WeatherMoonRegular, WeatherSunnyRegular } from '@fluentui/react-icons';
import type { ThemeChoice } from '../../design/useTheme';
import { settingsStrings } from '../../text/settings';
import { sendWithKey } from '../conversation/sendKeys';
import { announcementsKey } from '../conversation/useAnnouncements';
import { Choice } from './Choice';
import { Row, Section } from './SettingsParts';
import { useStoredChoice } from './useStoredChoice';

type GeneralSectionProps = { theme: ThemeChoice; onTheme: (to: ThemeChoice) => void };

export function GeneralSection({ theme, onTheme }: GeneralSectionProps) {
  const { general } = settingsStrings;
  const [send, setSend] = useStoredChoice(sendWithKey, ['enter', 'ctrl-enter']);
  const [announce, setAnnounce] = useStoredChoice(announcementsKey, ['sentences', 'end']);
  return (
    <Section id="general" title={general.title} lede={general.keptHere}>
      <Row name={general.theme} hint={general.themeHint}>
        <Choice
          label={general.theme}
          options={[
            { value: 'system', text: general.themes.system },
            { value: 'light', text: general.themes.light, icon: <WeatherSunnyRegular /> },
            { value: 'dark', text: general.themes.dark, icon: <WeatherMoonRegular /> },
          ]}
          value={theme}
          onValue={onTheme}
        />
      </Row>
      <Row name={general.send} hint={general.sendHint[send]}>
        <Choice
          label={general.send}
          options={[
            { value: 'enter', text: general.sends.enter },
            { value: 'ctrl-enter', text: general.sends['ctrl-enter'] },
          ]}
          value={send}
          onValue={setSend}
        />
      </Row>
      <Row name={general.announce} hint={general.announceHint}>
        <Choice
          label={general.announce}
          options={[
            { value: 'sentences', text: general.announcements.sentences },
            { value: 'end', text: general.announcements.end },
          ]}
          value={announce}
          onValue={setAnnounce}
        />
      </Row>
    </Section>
  );
}
