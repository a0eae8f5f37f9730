// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/changeplan.h"

#include <QTreeView>

namespace tradestate {

class PlanModel;

/// The preview's tree. A plan that is made again finds what is open, the current row and the place where one is reading
/// as they were.
class PlanView : public QTreeView
{
    Q_OBJECT

public:
    explicit PlanView(PlanModel* model, QWidget* parent = nullptr);

    /// sameSource: the plan before was of the same, so place and ticks set by hand stay.
    void showPlan(ChangePlan plan, bool sameSource);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Place;
    void fitColumns();
    [[nodiscard]] Place place() const;
    void arrange(const Place* before);
    void returnTo(const Place& before);
    [[nodiscard]] bool opensAtFirst(const QModelIndex& index) const;

    PlanModel* m_model;
    bool m_widthsByHand = false;
    bool m_fitting = false;
};

} // namespace tradestate
