import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { Component, type ReactNode } from 'react';
import { shellStrings } from '../text/shell';

const useStyles = makeStyles({
  root: { padding: '72px 24px', margin: '0 auto', color: tokens.colorNeutralForeground1 },
});

type LoadBoundaryProps = { children: ReactNode };

/** A part that could not be loaded: after an update of the server, or without it. */
export class LoadBoundary extends Component<LoadBoundaryProps, { isFailed: boolean }> {
  override state = { isFailed: false };

  static getDerivedStateFromError() {
    return { isFailed: true };
  }

  override render() {
    return this.state.isFailed ? <Failed /> : this.props.children;
  }
}

function Failed() {
  const styles = useStyles();
  return (
    <main id="main" tabIndex={-1} className={styles.root}>
      <p role="alert">{shellStrings.failed}</p>
      <Button onClick={() => window.location.reload()}>{shellStrings.reload}</Button>
    </main>
  );
}
