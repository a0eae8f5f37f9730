// SPDX-License-Identifier: MIT
#pragma once

#include <QDialog>

class QDialogButtonBox;
class QLineEdit;

namespace tradestate {

/// Asks why a position goes off the record; the preview of what changes comes after it.
class RemoveDialog : public QDialog
{
    Q_OBJECT

public:
    RemoveDialog(const QString& pair, bool isGhost, QWidget* parent = nullptr);
    [[nodiscard]] QString reason() const;

private:
    void updateButton();

    QLineEdit* m_reason;
    QDialogButtonBox* m_buttons;
};

} // namespace tradestate
