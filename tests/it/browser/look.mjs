// Looks at pages in a real Chromium: what the console says, what sticks out, what axe finds, how many sheets of A4 it takes.
//   node look.mjs chromium page.html …          one line of JSON for each page
//   node look.mjs chromium page.html picture.png  and a picture of it
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import puppeteer from 'puppeteer-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const [executablePath, ...files] = process.argv.slice(2);
const pages = files.filter((file) => !file.endsWith('.png'));
const picture = files.find((file) => file.endsWith('.png'));

// Whatever is wider than what holds it: of the page as a whole, of each cell, and of each chart.
function sticksOut() {
    const out = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) out.push(`page: ${root.scrollWidth} in ${root.clientWidth}`);
    for (const element of document.querySelectorAll('td, th, li, p, h1, h2')) {
        if (element.scrollWidth > element.clientWidth + 1) out.push(`${element.tagName}: ${element.textContent}`);
    }
    for (const chart of document.querySelectorAll('svg')) {
        const { width, height } = chart.viewBox.baseVal;
        for (const part of chart.querySelectorAll('text, rect')) {
            const box = part.getBBox();
            const inside = box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height;
            if (!inside) out.push(`chart: ${part.textContent || part.tagName}`);
        }
    }
    return out;
}

const browser = await puppeteer.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
try {
    for (const file of pages) {
        const page = await browser.newPage();
        const said = [];
        const asked = [];
        page.on('console', (message) => said.push(message.text()));
        page.on('pageerror', (error) => said.push(String(error)));
        page.on('request', (request) => asked.push(request.url()));
        const url = pathToFileURL(file).href;
        await page.goto(url);
        const overflow = [];
        for (const width of [1200, 794, 360]) {
            await page.setViewport({ width, height: 1000 });
            overflow.push(...(await page.evaluate(sticksOut)).map((it) => `${width}: ${it}`));
        }
        await page.setViewport({ width: 794, height: 1123 });
        if (picture) await page.screenshot({ path: picture, fullPage: true });
        await page.evaluate(axe);
        const found = await page.evaluate(() => window.axe.run());
        const violations = found.violations.map((it) => `${it.id}: ${it.nodes.map((node) => node.target).join(', ')}`);
        const paper = Buffer.from(await page.pdf({ preferCSSPageSize: true })).toString('latin1');
        const sheets = (paper.match(/\/Type\s*\/Page(?!s)/g) ?? []).length;
        const outside = asked.filter((it) => it !== url);
        console.log(JSON.stringify({ said, outside, overflow, violations, checked: found.passes.length, sheets }));
        await page.close();
    }
} finally {
    await browser.close();
}
