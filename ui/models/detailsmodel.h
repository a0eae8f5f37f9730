// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/json.h"
#include "core/state/finding.h"

#include <QStandardItemModel>

#include <vector>

namespace tradestate {

/// Every field of one record as it is stored, also those that this program does not know.
class DetailsModel : public QStandardItemModel
{
    Q_OBJECT

public:
    explicit DetailsModel(QObject* parent = nullptr);

    /// Does nothing where the same is shown already; answers whether it changed.
    bool setRecord(const QString& title, const Json::Object& fields, const std::vector<Finding>& found);
    void clearRecord();
    [[nodiscard]] const QString& title() const { return m_title; }

private:
    void addValue(QStandardItem* parent, const QString& name, const Json& value, int depth);
    static void addRow(QStandardItem* parent, const QString& name, const QString& value, const QString& toolTip = {});

    QString m_title;
    Json::Object m_fields;
    std::vector<Finding> m_found;
};

} // namespace tradestate
