import QtQuick
import kiosk.ui

StepPage {
    id: view

    required property QtObject model

    lead: "ask_scan_lead"
    name: "ask.scan"
    title: "ask_scan_title"

    // whoever sees the slip on the screen lays it right
    Rectangle {
        border.color: Theme.main
        border.width: 4
        clip: true
        color: "#2B2926"
        height: Math.round(Math.min(width * 0.75, view.portrait ? 720 : Math.max(200, view.room - 150 * Theme.grow)))
        radius: Theme.radius
        visible: picture.source != ""
        width: parent.width

        Image {
            id: picture

            anchors { fill: parent; margins: 4 }
            cache: false
            fillMode: Image.PreserveAspectFit
            source: view.model.picture
        }
    }
    Item {
        height: Math.round((view.portrait ? 300 : 170) * Theme.grow)
        visible: view.model.said === "nothing" && view.model.picture === ""
        width: parent.width

        Pictogram {
            anchors.centerIn: parent
            color: Theme.main
            name: "camera"
            side: Math.round((view.portrait ? 260 : 150) * Theme.grow)
        }
    }
    Busy {
        size: Theme.heading
        visible: view.model.work === "scan"
        width: parent.width
        word: "ask_scanning"
    }
    AskSaid {
        model: view.model
        width: parent.width
    }

    actions: [
        BigButton {
            look: "main"
            objectName: "ask.scan.again"
            picture: "retry"
            visible: view.model.work === ""
            width: (view.innerWidth - view.actionsSpacing) * 0.5
            word: "ask_scan_again"

            onClicked: view.model.go("scan")
        },
        BigButton {
            objectName: "ask.code"
            picture: "page"
            width: view.model.work === "" ? (view.innerWidth - view.actionsSpacing) * 0.5 : view.innerWidth
            word: "ask_by_code"

            onClicked: view.model.go("code")
        }
    ]
}
