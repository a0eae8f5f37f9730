// SPDX-License-Identifier: MIT
#pragma once

#include "core/manager/stateservice.h"

#include <QTimeZone>
#include <QWidget>

class QLabel;
class QListView;

namespace tradestate {

class BackupListModel;

/// The backups of the folder, and the ways to any other file.
class BackupsPane : public QWidget
{
    Q_OBJECT

public:
    BackupsPane(StateService& service, const QTimeZone& zone, QWidget* parent = nullptr);

    /// Reads the folder; the newest is chosen where nothing else is by then.
    void load();
    /// The list has been read, or cannot be.
    [[nodiscard]] bool isReady() const { return m_ready; }
    /// What is shown on the right: marked in the list, where nothing is marked if it is not there.
    void setSource(const QString& path);

Q_SIGNALS:
    void chosen(const QString& path);

private:
    void chooseFile();

    StateService& m_service;
    QTimeZone m_zone;
    BackupListModel* m_model;
    QListView* m_list;
    QLabel* m_problem;
    QString m_source;
    bool m_ready = false;
};

} // namespace tradestate
