// Single keys work everywhere but where somebody writes.

export function writing(target) {
  if (!target || !target.closest) return false;
  const field = target.closest("textarea, select, input");
  return Boolean(field) && !["radio", "checkbox", "button", "submit"].includes(field.type);
}

export function onKeys(where, act) {
  where.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return;
    if (act(event.key.toLowerCase(), event)) event.preventDefault();
  });
}
