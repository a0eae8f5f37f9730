// SPDX-License-Identifier: MIT
#include "ui/dialogs/steplist.h"

#include <QHBoxLayout>
#include <QLabel>

namespace tradestate {

namespace {

QString stepName(ChangeStep step)
{
    switch (step) {
    case ChangeStep::RescueCopy:
        return StepList::tr("rescue copy");
    case ChangeStep::ReadAgain:
        return StepList::tr("reading again");
    case ChangeStep::Journal:
        return StepList::tr("journal");
    case ChangeStep::Write:
        return StepList::tr("writing");
    case ChangeStep::ReadBack:
        return StepList::tr("reading back");
    }
    return {};
}

} // namespace

StepList::StepList(QWidget* parent)
    : QWidget(parent)
{
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    for (const ChangeStep step : { ChangeStep::RescueCopy, ChangeStep::ReadAgain, ChangeStep::Journal,
             ChangeStep::Write, ChangeStep::ReadBack }) {
        auto* label = new QLabel(this);
        label->setTextFormat(Qt::PlainText);
        layout->addWidget(label);
        m_labels[step] = label;
    }
    layout->addStretch();
    reset();
}

void StepList::reset()
{
    for (const auto& [step, label] : m_labels)
        showStep(step, StepState::Started, false);
}

void StepList::setStep(ChangeStep step, StepState state)
{
    showStep(step, state, true);
}

void StepList::showStep(ChangeStep step, StepState state, bool started)
{
    QString sign = QStringLiteral("○");
    if (started) {
        switch (state) {
        case StepState::Started:
            sign = QStringLiteral("…");
            break;
        case StepState::Done:
            sign = QStringLiteral("✔");
            break;
        case StepState::Skipped:
            sign = QStringLiteral("–");
            break;
        case StepState::Failed:
            sign = QStringLiteral("✘");
            break;
        }
    }
    m_labels.at(step)->setText(sign + QLatin1Char(' ') + stepName(step));
}

} // namespace tradestate
