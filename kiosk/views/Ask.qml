import QtQuick
import kiosk.ui

// The door of asking: one page at a time, as the flow says.
Item {
    id: view

    required property QtObject model
    readonly property Item page: pages.item ? pages.item.page : null
    readonly property var files: ({
        ways: "AskWays.qml", card: "AskCard.qml", code: "AskCode.qml", scan: "AskScan.qml",
        list: "AskList.qml", matter: "AskMatter.qml", rate: "AskRate.qml", review: "AskReview.qml"
    })

    Loader {
        id: pages

        readonly property string wanted: view.files[view.model.place]

        anchors.fill: parent

        onWantedChanged: setSource(wanted, { "model": view.model })

        Component.onCompleted: setSource(wanted, { "model": view.model })
    }
}
