// Libraries made for `<script>` tags: their text run as a script, since a module worker
// knows no importScripts.

export async function script(file) {
  self.window ??= self;
  const response = await fetch(new URL(`peers/lib/${file}`, self.location.href));
  if (!response.ok) throw new Error(`${file}: status ${response.status}`);
  (0, eval)(await response.text());
}
