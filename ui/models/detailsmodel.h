// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/json.h"
#include "core/state/finding.h"

#include <QStandardItemModel>

#include <vector>

namespace tradestate {

/// Every field of one record as it is stored, also those that this program does not know; or a list of findings. What
/// is shown again under the same title is merged by path, so that unfolded rows, the current row and the scroll
/// position stay.
class DetailsModel : public QStandardItemModel
{
    Q_OBJECT

public:
    explicit DetailsModel(QObject* parent = nullptr);

    /// Does nothing where the same is shown already; answers whether it changed.
    bool setRecord(const QString& title, const Json::Object& fields, const std::vector<Finding>& found);
    /// The worst first, each with its pair; beneath it what is stored of it.
    bool setFindings(const QString& title, const std::vector<Finding>& found);
    void clearRecord();
    [[nodiscard]] const QString& title() const { return m_title; }

private:
    enum class Kind { Nothing, Record, Findings };
    struct Node
    {
        QString key; ///< tells it from its siblings
        QString name;
        QString value;
        QString toolTip;
        std::vector<Node> children;
    };
    [[nodiscard]] static Node valueNode(const QString& name, const Json& value, int depth);
    [[nodiscard]] static std::vector<Node> childrenOf(const Json& value, int depth);
    [[nodiscard]] static std::vector<Node> findingNodes(const std::vector<const Finding*>& found, bool withPair);
    /// False where the same is shown already.
    bool begin(Kind kind, const QString& title, const Json::Object& fields, const std::vector<Finding>& found);
    static void merge(QStandardItem* parent, const std::vector<Node>& nodes);

    Kind m_kind = Kind::Nothing;
    QString m_title;
    Json::Object m_fields;
    std::vector<Finding> m_found;
};

} // namespace tradestate
