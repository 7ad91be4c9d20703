import QtQuick
import kiosk.ui

// The attendant's room: the PIN, then the room itself.
Item {
    id: view

    required property QtObject model
    readonly property Item page: room.item ? room.item.page : null

    Loader {
        id: room

        readonly property string wanted: view.model.admitted ? "AttendantRoom.qml" : "AttendantPin.qml"

        anchors.fill: parent

        onWantedChanged: setSource(wanted, { "model": view.model })

        Component.onCompleted: setSource(wanted, { "model": view.model })
    }
}
