// SPDX-License-Identifier: MIT
#include "ui/dialogs/savedialog.h"

#include "ui/models/formats.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace tradestate {

SaveDialog::SaveDialog(const Snapshot& snapshot, const Timestamp& now, QWidget* parent)
    : QDialog(parent)
    , m_description(new QLineEdit)
    , m_stopped(new QCheckBox)
    , m_buttons(new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel))
    , m_live(snapshot.live.has_value())
{
    setWindowTitle(tr("Save a checkpoint"));
    auto* sentence = new QLabel(tr("Saves the %n position(s) on record once more, as a checkpoint of its own.", nullptr,
        static_cast<int>(snapshot.state.positions.size())));
    sentence->setWordWrap(true);
    sentence->setTextFormat(Qt::PlainText);
    auto* label = new QLabel(tr("&Description (may stay empty):"));
    label->setBuddy(m_description);
    m_description->setMaxLength(1000);
    m_description->setPlaceholderText(tr("such as: before the rollover"));
    auto* column = new QVBoxLayout(this);
    column->setSpacing(8);
    column->addWidget(sentence);
    column->addWidget(label);
    column->addWidget(m_description);
    if (m_live) {
        const auto& last = snapshot.live->lastSave;
        auto* live = new QLabel(last
                ? tr("⚠ A trading system saved %1 ago (%2). It would overwrite a checkpoint with its next save.")
                      .arg(Formats::age(Formats::secondsBetween(*last, now)), snapshot.live->writer)
                : tr("⚠ A trading system is starting (%1). It would overwrite a checkpoint with its next save.")
                      .arg(snapshot.live->writer));
        live->setTextFormat(Qt::PlainText);
        live->setWordWrap(true);
        column->addWidget(live);
        m_stopped->setText(tr("The trading system is &stopped"));
        column->addWidget(m_stopped);
        connect(m_stopped, &QCheckBox::toggled, this, &SaveDialog::updateButton);
    } else {
        m_stopped->setParent(this);
        m_stopped->hide();
    }
    column->addStretch();
    column->addWidget(m_buttons);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    setMinimumWidth(fontMetrics().averageCharWidth() * 60);
    updateButton();
}

QString SaveDialog::description() const
{
    return m_description->text().trimmed();
}

bool SaveDialog::force() const
{
    return m_live && m_stopped->isChecked();
}

void SaveDialog::updateButton()
{
    QPushButton* save = m_buttons->button(QDialogButtonBox::Save);
    const bool may = !m_live || m_stopped->isChecked();
    save->setEnabled(may);
    save->setToolTip(may ? QString() : tr("First say that the trading system is stopped."));
}

} // namespace tradestate
