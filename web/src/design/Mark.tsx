import { tokens } from '@fluentui/react-components';

/** The mark of the product: a speech bubble with quotation marks. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
      <rect x="1" y="1" width="22" height="19" rx="5" fill={tokens.colorBrandBackground} />
      <path fill={tokens.colorBrandBackground} d="M6 19h6l-6 5z" />
      <path
        fill="#fff"
        d="M6 14v-4c0-2.6 1.3-4.2 4-4.800l.5 1.600c-1.400.4-2 1.200-2.100 2.400h2.400V14zm7 0v-4c0-2.600 1.300-4.200 4-4.800l.5 1.600c-1.400.4-2 1.200-2.100 2.400h2.400V14z"
      />
    </svg>
  );
}
