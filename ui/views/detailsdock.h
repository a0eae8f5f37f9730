// SPDX-License-Identifier: MIT
#pragma once

#include "ui/models/detailsmodel.h"

#include <QDockWidget>

class QLabel;
class QTreeView;

namespace tradestate {

/// Every field of the selected row.
class DetailsDock : public QDockWidget
{
    Q_OBJECT

public:
    explicit DetailsDock(QWidget* parent = nullptr);

    void showRecord(const QString& title, const Json::Object& fields, const std::vector<Finding>& found);
    void showNothing();
    [[nodiscard]] DetailsModel* details() const { return m_model; }
    /// "field<TAB>value" of the selected rows, or of all.
    [[nodiscard]] QString asText() const;
    [[nodiscard]] QTreeView* view() const { return m_view; }

private:
    DetailsModel* m_model;
    QLabel* m_title;
    QTreeView* m_view;
};

} // namespace tradestate
