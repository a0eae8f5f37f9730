// SPDX-License-Identifier: MIT
#include "tests/bench/bench.h"
#include "tests/support/stategenerator.h"
#include "ui/models/positionsmodel.h"
#include "ui/models/recordproxy.h"
#include "ui/models/tabledata.h"

#include <QApplication>
#include <QTreeView>

namespace tradestate::bench {

namespace {

constexpr int positions = 100000;

Snapshot snapshotOf(unsigned seed)
{
    Snapshot snapshot;
    snapshot.state = generateState(positions, 0, seed);
    snapshot.conditions = { Condition::Unverified };
    return snapshot;
}

} // namespace

void benchModels()
{
    const Snapshot snapshot = snapshotOf(1);
    TableData data;
    const auto makeRows = [&] { data = makeTableData(snapshot, TableOptions()); };
    std::vector<std::string> texts;
    print(compareTimes(
        QStringLiteral("make the rows of 100,000 positions (worker thread)"), makeRows,
        QStringLiteral("write them as JSON"),
        [&] {
            texts.clear();
            for (const auto& [key, position] : snapshot.state.positions)
                texts.push_back(compactJson(Json(position.fields())));
        },
        5, 0));

    PositionsModel model;
    RecordProxy proxy(&model);
    QTreeView view;
    view.setUniformRowHeights(true);
    view.setModel(&proxy);
    view.resize(1280, 800);
    view.show();
    model.reset(data);
    QApplication::processEvents();

    std::vector<double> prices;
    for (const auto& row : data.positions)
        prices.push_back(row->approximate(PositionsModel::EntryPrice));
    Qt::SortOrder order = Qt::AscendingOrder;
    print(compareTimes(
        QStringLiteral("sort 100,000 positions by price, painted"),
        [&] {
            order = order == Qt::AscendingOrder ? Qt::DescendingOrder : Qt::AscendingOrder;
            proxy.sort(PositionsModel::EntryPrice, order);
            QApplication::processEvents();
        },
        QStringLiteral("std::stable_sort of pointers to the prices"),
        [&] {
            std::vector<const double*> pointers;
            pointers.reserve(prices.size());
            for (const double& value : prices)
                pointers.push_back(&value);
            std::stable_sort(
                pointers.begin(), pointers.end(), [](const double* a, const double* b) { return *a < *b; });
        },
        5, 0));

    bool narrow = false;
    print(compareTimes(
        QStringLiteral("filter 100,000 positions, painted"),
        [&] {
            narrow = !narrow;
            proxy.setFilterText(narrow ? QStringLiteral("short 7") : QString());
            QApplication::processEvents();
        },
        QStringLiteral("one case-blind search of every row's text"),
        [&] {
            int found = 0;
            for (const auto& row : data.positions)
                found += row->containsFolded(u"short") ? 1 : 0;
            if (found == 0)
                qFatal("nothing found");
        },
        6, 0));

    // As the refresher does it, off the window's thread.
    TableData same = makeTableData(snapshot, TableOptions());
    keepEqualRows(same.positions, data.positions);
    print(compareTimes(
        QStringLiteral("refresh 100,000 positions, nothing changed"),
        [&] {
            model.merge(same);
            QApplication::processEvents();
        },
        QStringLiteral("compare their keys once"),
        [&] {
            int equal = 0;
            for (size_t i = 0; i < same.positions.size(); ++i)
                equal += same.positions[i]->key() == data.positions[i]->key() ? 1 : 0;
            if (equal != positions)
                qFatal("the rows are not the same");
        },
        5, 0));
}

} // namespace tradestate::bench
