// SPDX-License-Identifier: MIT
#include "ui/models/detailsmodel.h"

#include "core/state/fields.h"
#include "ui/models/findingwords.h"
#include "ui/models/formats.h"
#include "ui/models/tooltips.h"

#include <QSet>

namespace tradestate {

namespace {

/// Price series have thousands of values; a person reads the first ones, a program the file.
constexpr int mostChildren = 200;
constexpr int mostFindings = 2000;
constexpr int deepest = 32;
constexpr int longestText = 4000;
constexpr int keyRole = Qt::UserRole + 1;

QStandardItem* makeItem(const QString& text, const QString& toolTip)
{
    auto* result = new QStandardItem(text);
    result->setEditable(false);
    result->setToolTip(plainToolTip(toolTip));
    return result;
}

QString shortened(QString text)
{
    if (text.size() > longestText)
        text = text.left(longestText) + QChar(0x2026);
    return text;
}

void set(QStandardItem* item, const QString& text, const QString& toolTip)
{
    if (item->text() != text)
        item->setText(text);
    if (const QString plain = plainToolTip(toolTip); item->toolTip() != plain)
        item->setToolTip(plain);
}

} // namespace

DetailsModel::DetailsModel(QObject* parent)
    : QStandardItemModel(0, 2, parent)
{
    setHorizontalHeaderLabels({ tr("Field"), tr("As stored") });
}

DetailsModel::Node DetailsModel::valueNode(const QString& name, const Json& value, int depth)
{
    if (value.isNull())
        return { name, name, Formats::unknown(), tr("Stored as null: unknown"), {} };
    const QString text = shortened(shownText(value));
    return { name, name, text, text, childrenOf(value, depth) };
}

std::vector<DetailsModel::Node> DetailsModel::childrenOf(const Json& value, int depth)
{
    std::vector<Node> children;
    const Json::Object* object = value.asObject();
    const Json::Array* array = value.asArray();
    if (depth >= deepest || (!object && !array))
        return children;
    const auto enough = [&children](size_t all) {
        if (children.size() < size_t(mostChildren))
            return false;
        // The empty key is no field's: a field may be called "…".
        children.push_back({ {}, tr("…"), tr("%1 more").arg(static_cast<qlonglong>(all) - mostChildren), {}, {} });
        return true;
    };
    if (object) {
        for (const auto& [key, child] : *object) {
            if (enough(object->size()))
                break;
            children.push_back(valueNode(toQString(key), child, depth + 1));
        }
        return children;
    }
    // A short list of plain values reads best in one line.
    const bool flat = std::all_of(
        array->begin(), array->end(), [](const Json& child) { return !child.asArray() && !child.asObject(); });
    if (flat && array->size() <= 8)
        return children;
    for (size_t at = 0; at < array->size(); ++at) {
        if (enough(array->size()))
            break;
        children.push_back(valueNode(QString::number(at), (*array)[at], depth + 1));
    }
    return children;
}

std::vector<DetailsModel::Node> DetailsModel::findingNodes(const std::vector<const Finding*>& found, bool withPair)
{
    std::vector<Node> nodes;
    QSet<QString> keys;
    for (const Finding* finding : found) {
        if (nodes.size() == size_t(mostFindings)) {
            nodes.push_back(
                { {}, tr("…"), tr("%1 more").arg(static_cast<qlonglong>(found.size()) - mostFindings), {}, {} });
            break;
        }
        // The separator keeps them apart from the fields of a record.
        QString key = QStringLiteral("\x1f%1\x1f%2\x1f%3").arg(finding->code, finding->pair, finding->field);
        while (keys.contains(key))
            key += QChar(0x1f);
        keys.insert(key);
        Node node { key, FindingWords::severityWord(finding->severity),
            withPair ? FindingWords::sentenceOfPair(*finding) : FindingWords::sentence(*finding),
            FindingWords::inFull(*finding), {} };
        if (finding->message != node.value)
            node.children.push_back({ QStringLiteral("message"), tr("In full"), finding->message, finding->code, {} });
        nodes.push_back(std::move(node));
    }
    return nodes;
}

bool DetailsModel::begin(Kind kind, const QString& title, const Json::Object& fields, const std::vector<Finding>& found)
{
    const bool sameTopic = kind == m_kind && title == m_title;
    if (sameTopic && fields == m_fields && found == m_found)
        return false;
    if (!sameTopic)
        removeRows(0, rowCount());
    if (kind != m_kind)
        setHorizontalHeaderLabels(kind == Kind::Findings ? QStringList { tr("Weight"), tr("What was found") }
                                                         : QStringList { tr("Field"), tr("As stored") });
    m_kind = kind;
    m_title = title;
    m_fields = fields;
    m_found = found;
    return true;
}

bool DetailsModel::setRecord(const QString& title, const Json::Object& fields, const std::vector<Finding>& found)
{
    if (!begin(Kind::Record, title, fields, found))
        return false;
    std::vector<Node> nodes = findingNodes(worstFirst(found), false);
    for (const auto& [key, value] : fields)
        nodes.push_back(valueNode(toQString(key), value, 0));
    merge(invisibleRootItem(), nodes);
    return true;
}

bool DetailsModel::setFindings(const QString& title, const std::vector<Finding>& found)
{
    if (!begin(Kind::Findings, title, {}, found))
        return false;
    merge(invisibleRootItem(), findingNodes(worstFirst(found), true));
    return true;
}

void DetailsModel::merge(QStandardItem* parent, const std::vector<Node>& nodes)
{
    QSet<QString> wanted;
    for (const Node& node : nodes)
        wanted.insert(node.key);
    for (int row = parent->rowCount() - 1; row >= 0; --row) {
        if (!wanted.contains(parent->child(row)->data(keyRole).toString()))
            parent->removeRow(row);
    }
    int row = 0;
    for (const Node& node : nodes) {
        if (row >= parent->rowCount() || parent->child(row)->data(keyRole).toString() != node.key) {
            // It may stand further down: findings are ordered by weight.
            int place = row;
            while (place < parent->rowCount() && parent->child(place)->data(keyRole).toString() != node.key)
                ++place;
            if (place < parent->rowCount()) {
                parent->insertRow(row, parent->takeRow(place));
            } else {
                QStandardItem* name = makeItem(node.name, node.name);
                name->setData(node.key, keyRole);
                parent->insertRow(row, { name, makeItem(node.value, node.toolTip) });
            }
        }
        set(parent->child(row, 0), node.name, node.name);
        set(parent->child(row, 1), node.value, node.toolTip);
        merge(parent->child(row), node.children);
        ++row;
    }
}

void DetailsModel::clearRecord()
{
    m_kind = Kind::Nothing;
    m_title.clear();
    m_fields.clear();
    m_found.clear();
    removeRows(0, rowCount());
}

} // namespace tradestate
