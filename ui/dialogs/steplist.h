// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/changeplan.h"

#include <QWidget>

#include <map>

class QLabel;

namespace tradestate {

/// The steps of a change with a tick for each that is done.
class StepList : public QWidget
{
    Q_OBJECT

public:
    explicit StepList(QWidget* parent = nullptr);

    void reset();
    void setStep(ChangeStep step, StepState state);

private:
    void showStep(ChangeStep step, StepState state, bool started);

    std::map<ChangeStep, QLabel*> m_labels;
};

} // namespace tradestate
