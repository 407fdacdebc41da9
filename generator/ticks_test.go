package generator

import (
	"strings"
	"testing"
)

// Ticks are kept by what a step says, on each page for itself.
func TestTicks(t *testing.T) {
	t.Parallel()
	play := func(second string) string {
		return "---\nfor: teams\nwhen: We wait\n---\n# Ask\n\nAsking helps.\n\n## 1. Ask\n\nWhat waits?\n\n## 2. " + second + "\n\n- [ ] the amount\n- [ ] the amount\n\n## Traps\n\n1. no step\n"
	}
	site := func(second string) *Snapshot {
		return Compile(nil, inputOf(nil, treeOf(map[string]string{
			"playbooks/ask.md":   play(second),
			"playbooks/other.md": strings.Replace(play("Agree"), "# Ask", "# Other", 1),
			"playbooks/list.md":  "# List\n\nSo:\n\n1. One\n   1. within\n2. Two\n",
			"pages/todo.md":      "# To do\n\n- [ ] not ours\n",
		}), Options{Today: sampleToday}))
	}
	r := readerOf(t, site("Agree"))
	const (
		ticks = `[...document.querySelectorAll('article input')].map(e => +e.checked).join('')`
		said  = `document.querySelector('.ticks span').textContent`
		clear = `document.querySelector('[data-clear]')`
	)
	tick := func(i string) { t.Helper(); r.do(`document.querySelectorAll('article input')[` + i + `].click()`) }
	r.open("playbooks/ask/")
	r.is(ticks, "0000")
	r.is(said, "0 of 4 done, kept on this device")
	r.is(`document.querySelector('.ticks [role=status]').textContent === `+said, true)
	r.is(`document.querySelector('h2 .tick').getAttribute('aria-labelledby') === document.querySelector('h2').id`, true)
	tick("0")
	tick("3") // of two tasks that say the same, the second
	r.is(said, "2 of 4 done, kept on this device")
	r.open("playbooks/other/")
	r.is(ticks, "0000")
	r.open("playbooks/ask/")
	r.is(ticks, "1001")

	// A step that says something else is a new one, also while its page is open.
	r.do(`document.querySelector('h2 + p').textContent = 'What else waits?'`)
	r.do(`document.dispatchEvent(new Event('remit:changed'))`)
	r.is(ticks, "0001")
	r.is(`document.querySelectorAll('.tick').length`, 2)
	r.open("playbooks/ask/")
	r.is(ticks, "1001")
	r.do(clear + `.click()`)
	r.is(ticks, "0000")
	r.is(`localStorage.length`, 0)

	r.open("playbooks/list/")
	tick("1")
	r.is(ticks, "01")
	r.do(`document.querySelector('[data-print]').onclick.call(null, window.print = () => window.printed = true)`)
	r.is(`printed`, true)
	r.open("todo/")
	r.is(`document.querySelector('article input').disabled && !document.querySelector('.ticks')`, true)
	page, _, err := site("Agree").Page("playbooks/ask/index.html")
	if err != nil || !strings.Contains(string(page.Body), `class="ticks" hidden`) {
		t.Errorf("without the script the page shows what it cannot do: %v", err)
	}
}
