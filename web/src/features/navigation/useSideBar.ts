import { useCallback, useEffect, useState } from 'react';

const hiddenKey = 'parlance.side-bar-hidden';

export type SideBarState = {
  isInline: boolean;
  isDrawerOpen: boolean;
  isSearchWanted: boolean;
  show: () => void;
  hide: () => void;
  closeDrawer: () => void;
  /** Shows the side bar with the focus in its search. */
  search: () => void;
  onSearchTaken: () => void;
};

/**
 * Where the side bar is: beside the page where there is room, unless it is hidden, which is
 * remembered; else over it when it is asked for, until one goes somewhere.
 */
export function useSideBar(path: string, hasRoom: boolean): SideBarState {
  const [isHidden, setHidden] = useState(() => localStorage.getItem(hiddenKey) === '1');
  // The path where it was opened: going somewhere closes it.
  const [drawerAt, setDrawerAt] = useState<string>();
  const [isSearchWanted, setSearchWanted] = useState(false);
  useEffect(() => localStorage.setItem(hiddenKey, isHidden ? '1' : '0'), [isHidden]);

  const show = useCallback(() => {
    if (hasRoom) setHidden(false);
    else setDrawerAt(path);
  }, [hasRoom, path]);
  const search = useCallback(() => {
    show();
    setSearchWanted(true);
  }, [show]);
  const isInline = hasRoom && !isHidden;
  return {
    isInline,
    isDrawerOpen: !hasRoom && drawerAt === path,
    isSearchWanted,
    show,
    hide: useCallback(() => setHidden(true), []),
    closeDrawer: useCallback(() => setDrawerAt(undefined), []),
    search,
    onSearchTaken: useCallback(() => setSearchWanted(false), []),
  };
}
