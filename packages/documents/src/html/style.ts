/** How a page looks, on paper above all. */
export function styleOf(orientation: 'portrait' | 'landscape'): string {
  return `@page { size: A4 ${orientation}; margin: 20mm ${orientation === 'portrait' ? '20mm 20mm 30mm' : '20mm'}; @bottom-center { content: "Trang " counter(page) "/" counter(pages); font: 9pt "Times New Roman", serif; } }
body { font: 13.5pt/1.35 "Times New Roman", "DejaVu Serif", serif; margin: 0 auto; max-width: ${orientation === 'portrait' ? 160 : 257}mm; color: #000; background: #fff; }
p { margin: 0; } .strong { font-weight: bold; } .slanted { font-style: italic; } .underlined { text-decoration: underline; text-underline-offset: 3px; }
h1 { font-size: 14pt; text-align: center; margin: 6mm 0 1mm; } h2 { font-size: 13.5pt; margin: 5mm 0 1mm; } h2, .unit, .subtotal, .notes, .signatures { break-after: avoid; } .whole { break-inside: avoid; }
.subtitle { text-align: center; } .form { font-size: 11pt; font-weight: bold; } .text { text-align: justify; text-indent: 10mm; margin: 2mm 0; }
.sides { display: flex; gap: 4mm; } .sides > div { flex: 1; text-align: center; } header.sides { font-size: 12pt; } header.sides > div:first-child { flex: 0 0 39%; }
.signatures { margin-top: 6mm; break-inside: avoid; } .signatures .name { margin-top: 18mm; min-height: 1em; }
.unit { text-align: right; font-style: italic; font-size: 11pt; margin-top: 2mm; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; font-size: 11pt; line-height: 1.2; } table.narrow { font-size: 9pt; }
thead { display: table-header-group; } tr { break-inside: avoid; } th, td { border: 0.5pt solid #000; padding: 0.15em 0.3em; overflow-wrap: break-word; vertical-align: middle; height: 1.2em; }
th, .numbers td { background: #f2f2f2; text-align: center; } .numbers td { font-style: italic; } td.right { text-align: right; } td.middle { text-align: center; }
tr.subtotal td { font-weight: bold; } tr.total td { font-weight: bold; background: #f2f2f2; }
figure { margin: 2mm auto; max-width: 160mm; break-inside: avoid; } figure svg { width: 100%; height: auto; }
.notes { font-size: 11pt; margin-top: 4mm; } .notes ul { margin: 0; padding-left: 6mm; list-style: "- "; } footer { margin-top: 4mm; font-size: 8pt; break-inside: avoid; overflow-wrap: anywhere; }
.watermark { position: fixed; top: 42%; left: 0; right: 0; text-align: center; font-size: 84pt; font-weight: bold; color: #000; opacity: 0.1; transform: rotate(-35deg); pointer-events: none; }
@media screen { body { padding: 10mm; } }
@media print { * { print-color-adjust: exact; } }
`;
}
