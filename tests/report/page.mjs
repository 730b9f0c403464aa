// What is looked at inside a page. Each function runs in the browser and gives back sentences, one a fault.

// Wider than the window: the reader has to push the page to and fro.
export function wide() {
    const page = document.scrollingElement, faults = [];
    if (page.scrollWidth > page.clientWidth)
        faults.push(`the page is ${page.scrollWidth} px wide in a window of ${page.clientWidth}`);
    return faults;
}

// On paper nothing can be pushed to the side.
export function cut() {
    const faults = [];
    for (const e of document.querySelectorAll("body *")) {
        const style = getComputedStyle(e);
        if (e.clientWidth > 1 && style.overflowX !== "visible" && e.scrollWidth > e.clientWidth + 1)
            faults.push(`<${e.localName} class="${e.className}"> is cut off: ${e.scrollWidth} px in ${e.clientWidth}`);
    }
    return faults;
}

// Two texts in one place. A text is the box of each of its lines, as far as what is around it shows it.
export function overlaps() {
    const boxes = [], faults = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const shown = new Map(); // of each element what clips its content
    const clip = (e) => {
        if (!e)
            return {left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity};
        if (shown.has(e))
            return shown.get(e);
        const outer = clip(e.parentElement), style = getComputedStyle(e);
        let box = outer;
        if ((style.clip !== "auto" && style.clip !== "") || (style.clipPath !== "none" && style.clipPath !== ""))
            box = {left: 0, top: 0, right: 0, bottom: 0};
        else if (style.overflowX !== "visible" || style.overflowY !== "visible") {
            const r = e.getBoundingClientRect();
            box = {left: Math.max(outer.left, r.left), top: Math.max(outer.top, r.top),
                   right: Math.min(outer.right, r.right), bottom: Math.min(outer.bottom, r.bottom)};
        }
        shown.set(e, box);
        return box;
    };
    for (let node; (node = walker.nextNode());) {
        const text = node.data.trim(), parent = node.parentElement;
        if (!text || ["title", "style", "script", "desc"].includes(parent.localName) ||
            !parent.checkVisibility({visibilityProperty: true, opacityProperty: true}))
            continue; // what is folded away has boxes, but shows nothing
        const c = clip(parent), range = document.createRange();
        range.selectNodeContents(node);
        for (const r of range.getClientRects()) {
            const box = {text, node, parent, left: Math.max(c.left, r.left), top: Math.max(c.top, r.top),
                         right: Math.min(c.right, r.right), bottom: Math.min(c.bottom, r.bottom)};
            if (box.right - box.left > 2 && box.bottom - box.top > 4)
                boxes.push(box);
        }
    }
    // Downwards, since a page is much longer than wide. Boxes of neighbouring lines touch; letters do not reach their boxes' edges;
    // a text that is cut short has two boxes.
    boxes.sort((a, b) => a.top - b.top);
    let open = [];
    for (const b of boxes) {
        open = open.filter((a) => a.bottom > b.top + 1);
        for (const a of open) {
            const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
            const high = Math.min(a.bottom, b.bottom) - b.top;
            if (a.node !== b.node && wide > 1 && high > 0.45 * Math.min(a.bottom - a.top, b.bottom - b.top))
                faults.push(`"${a.text.slice(0, 40)}" and "${b.text.slice(0, 40)}" overlap`);
        }
        open.push(b);
    }
    return faults;
}

// A number that goes on in the next line is read as two.
export function broken() {
    const faults = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode());) {
        if (!/^\s*\d{2,5}\s*$/.test(node.data) || !node.parentElement.checkVisibility())
            continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        if (new Set([...range.getClientRects()].filter((r) => r.width > 1).map((r) => Math.round(r.top))).size > 1)
            faults.push(`${node.data.trim()} is broken into two lines`);
    }
    return faults;
}

// Where each link leads, with what it says.
export function links() {
    return [...document.querySelectorAll("a[href]")].map((a) => ({href: a.getAttribute("href"), text: a.textContent}));
}

export function ids() {
    return [...document.querySelectorAll("[id]")].map((e) => e.id);
}

// Anything that could run, or fetch.
export function active() {
    const faults = [];
    for (const e of document.querySelectorAll("script, iframe, object, embed, link, img, base, form, foreignObject"))
        faults.push(`there is a <${e.localName}>`);
    for (const e of document.querySelectorAll("*"))
        for (const a of e.attributes)
            if (/^on/i.test(a.name) || /^\s*javascript:/i.test(a.value))
                faults.push(`<${e.localName}> has ${a.name}="${a.value}"`);
    const policy = document.querySelector('meta[http-equiv="Content-Security-Policy"]');
    if (!policy || !policy.content.includes("default-src 'none'"))
        faults.push("no content security policy that forbids everything");
    return faults;
}

// Tables whose rows have not as many cells as their head.
export function ragged() {
    const cells = (row) => [...row.cells].reduce((sum, cell) => sum + cell.colSpan, 0);
    const faults = [];
    for (const table of document.querySelectorAll("table")) {
        const head = table.tHead && table.tHead.rows[0];
        for (const row of table.rows)
            if (head && cells(row) !== cells(head) && row.cells.length > 1)
                faults.push(`a row has ${cells(row)} cells, its head ${cells(head)}: ${row.textContent.trim().slice(0, 60)}`);
    }
    return faults;
}
