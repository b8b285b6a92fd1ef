// @vitest-environment jsdom
import '../../testing/page';
import { FluentProvider } from '@fluentui/react-components';
import { act, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lightTheme } from '../../design/theme';
import { Dock } from './Dock';

const tried = vi.fn();

function show(isLost: boolean, isWriting = true) {
  return (
    <FluentProvider theme={lightTheme}>
      <Dock
        isAway={false}
        isWriting={isWriting}
        isLost={isLost}
        onJump={() => undefined}
        onTryNow={tried}
      >
        <p>composer</p>
      </Dock>
    </FluentProvider>
  );
}

describe('the line above the composer', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('says that the answer goes on, and after 30 seconds offers to try now', async () => {
    const { rerender } = render(show(true));
    expect(screen.getByText('Reconnecting. Your answer goes on without you.')).toBeTruthy();
    await act(() => vi.advanceTimersByTimeAsync(30_000));
    expect(screen.getByText('Still trying.')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Try now' }));
    expect(tried).toHaveBeenCalledOnce();
    rerender(show(false));
    expect(screen.queryByRole('button', { name: 'Try now' })).toBeNull();
  });

  it('does not speak of an answer when none is written', () => {
    render(show(true, false));
    expect(screen.getByText('Reconnecting.')).toBeTruthy();
  });
});
