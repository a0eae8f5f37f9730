// SPDX-License-Identifier: MIT
#include "ui/dialogs/removedialog.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace tradestate {

RemoveDialog::RemoveDialog(const QString& pair, bool isGhost, QWidget* parent)
    : QDialog(parent)
    , m_reason(new QLineEdit)
    , m_buttons(new QDialogButtonBox(QDialogButtonBox::Cancel))
{
    setWindowTitle(tr("Remove from record"));
    auto* heading = new QLabel(isGhost ? tr("Take the suspected ghost %1 off the record?").arg(pair)
                                       : tr("Take the position %1 off the record?").arg(pair));
    QFont strong = font();
    strong.setBold(true);
    heading->setFont(strong);
    auto* warning = new QLabel(tr("⚠ Check the broker first: one leg may still be open. Nothing is sent to the broker "
                                  "here; this changes what the trading system believes at its next start."));
    auto* label = new QLabel(tr("&Reason (is kept with the save):"));
    for (QLabel* text : { heading, warning, label })
        text->setWordWrap(true);
    for (QLabel* text : { heading, warning })
        text->setTextFormat(Qt::PlainText);
    label->setBuddy(m_reason);
    m_reason->setMaxLength(1000);
    m_reason->setPlaceholderText(tr("such as: closed at the broker by hand"));
    QPushButton* next = m_buttons->addButton(tr("Preview…"), QDialogButtonBox::AcceptRole);
    next->setDefault(true);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(8);
    column->addWidget(heading);
    column->addWidget(warning);
    column->addWidget(label);
    column->addWidget(m_reason);
    column->addStretch();
    column->addWidget(m_buttons);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_reason, &QLineEdit::textChanged, this, &RemoveDialog::updateButton);
    setMinimumWidth(fontMetrics().averageCharWidth() * 64);
    updateButton();
}

QString RemoveDialog::reason() const
{
    return m_reason->text().trimmed();
}

void RemoveDialog::updateButton()
{
    for (QAbstractButton* button : m_buttons->buttons()) {
        if (m_buttons->buttonRole(button) != QDialogButtonBox::AcceptRole)
            continue;
        button->setEnabled(!reason().isEmpty());
        button->setToolTip(reason().isEmpty() ? tr("A reason is needed.") : QString());
    }
}

} // namespace tradestate
