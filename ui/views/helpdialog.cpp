// SPDX-License-Identifier: MIT
#include "ui/views/helpdialog.h"

#include <QDialogButtonBox>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace tradestate {

HelpDialog::HelpDialog(QWidget* parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Help"));
    const QStringList paragraphs {
        tr("This program shows what a trading system has on record: its open positions, pair states and figures. It "
           "does not talk to the broker, and never sends an order."),
        tr("THE STRIP AT THE TOP says what is on record and how far it is proven.\n"
           "✔  The rows were compared with the checksum and the counts that were saved with them.\n"
           "⚠  Something wants a look; the words beside it say what.\n"
           "✘  Do not rely on what is shown before you have read why.\n"
           "ℹ  Something to know, such as saves that InfluxDB has not confirmed yet."),
        tr("POSITIONS: ▲ long buys the first leg and sells the second, ▼ short the other way round. “–” is not known: "
           "it is never a zero. Suspected ghosts were not part of the last save; they may be closed, or half closed: "
           "check the broker."),
        tr("BACKUP writes a verified file at once. RESTORE shows what would change before anything does, and keeps a "
           "rescue copy. UNDO RESTORE takes the last change back. Looking at a file changes nothing."),
        tr("KEYS\n"
           "F5 refresh · Ctrl+B backup · Ctrl+S save · Ctrl+O restore · Ctrl+Shift+Z undo restore\n"
           "Ctrl+F filter · Ctrl+Shift+F clear the filter · Ctrl+1, 2, 3 tabs · F6 next pane\n"
           "Ctrl+C copy as a table · Ctrl+Shift+C copy as CSV · Ctrl+E export\n"
           "Ctrl+Shift+O look at a file · Ctrl+Home back to now\n"
           "Columns: drag to move, right-click on the headings to show and hide"),
    };
    auto* text = new QPlainTextEdit(paragraphs.join(QStringLiteral("\n\n")));
    text->setReadOnly(true);
    text->setAccessibleName(tr("Help"));
    text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->addWidget(text);
    column->addWidget(buttons);
    resize(fontMetrics().averageCharWidth() * 90, fontMetrics().lineSpacing() * 32);
}

} // namespace tradestate
