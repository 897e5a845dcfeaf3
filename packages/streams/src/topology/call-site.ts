const ownFolder = new URL('..', import.meta.url).href;
const ownCode = /\/(?:dsl|topology|operators|windows)\/[^/]*$/;

/** Where in the program that uses the DSL the call under way was made: `file:line:column`, or 'unknown place'. */
export const callSite = (): string => {
  const frames = new Error('call site').stack?.split('\n').slice(1) ?? [];
  for (const frame of frames) {
    const location = /\(?((?:file:\/\/|\/|[A-Za-z]:\\)[^()]+):(\d+):(\d+)\)?$/.exec(frame);
    if (location === null) continue;
    const [, file = '', line = '', column = ''] = location;
    const url = file.startsWith('file:') ? file : `file://${file}`;
    const isOwn = url.startsWith(ownFolder) && !url.includes('.spec.') && ownCode.test(url);
    if (!isOwn) return `${file.replace(/^file:\/\//, '')}:${line}:${column}`;
  }
  return 'unknown place';
};
