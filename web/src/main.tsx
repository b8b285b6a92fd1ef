import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}

// Not needed to ask, but soon after: loaded when nothing else is to do.
const warm = () => void import('./features/conversation/Markdown');
if ('requestIdleCallback' in window) requestIdleCallback(warm, { timeout: 2_000 });
else setTimeout(warm, 200);
