"""A list for a QML Repeater that changes only the rows that changed, so that nothing jumps under a finger."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QByteArray, QModelIndex, QObject, QPersistentModelIndex, Qt

Row = dict[str, object]
Index = QModelIndex | QPersistentModelIndex

NOWHERE = QModelIndex()


class Rows(QAbstractListModel):
    """Rows are dictionaries with the same keys; `key` names the one that tells rows apart."""

    def __init__(self, roles: Sequence[str], key: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._roles = tuple(roles)
        self._key = key
        self._rows: list[Row] = []

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def roleNames(self) -> dict[int, QByteArray]:
        return {Qt.ItemDataRole.UserRole + n: QByteArray(name.encode()) for n, name in enumerate(self._roles)}

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        place = role - Qt.ItemDataRole.UserRole
        if not (0 <= index.row() < len(self._rows) and 0 <= place < len(self._roles)):
            return None
        return self._rows[index.row()][self._roles[place]]

    def replace(self, rows: Sequence[Row]) -> None:
        """Become `rows`: drop, update in place and insert; a changed order resets the list."""
        wanted = {row[self._key] for row in rows}
        for n in reversed(range(len(self._rows))):
            if self._rows[n][self._key] not in wanted:
                self.beginRemoveRows(NOWHERE, n, n)
                del self._rows[n]
                self.endRemoveRows()
        kept = [row[self._key] for row in self._rows]
        had = set(kept)
        if kept != [row[self._key] for row in rows if row[self._key] in had]:
            self.beginResetModel()
            self._rows = list(rows)
            self.endResetModel()
            return
        for n, row in enumerate(rows):
            if row[self._key] not in had:
                self.beginInsertRows(NOWHERE, n, n)
                self._rows.insert(n, row)
                self.endInsertRows()
            elif self._rows[n] != row:
                self._rows[n] = row
                self.dataChanged.emit(self.index(n), self.index(n))
