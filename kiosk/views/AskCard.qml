import QtQuick
import kiosk.ui

StepPage {
    id: view

    required property QtObject model

    lead: "ask_card_lead"
    name: "ask.card"
    title: "ask_card_title"

    CardDrawing {
        anchors.horizontalCenter: parent.horizontalCenter
        visible: view.model.said === "nothing"
        height: width * 0.66
        width: Math.min(parent.width, view.portrait ? 620 : 460)
    }
    Busy {
        size: Theme.heading
        visible: view.model.work === "card"
        width: parent.width
        word: "card_waiting"
    }
    AskSaid {
        model: view.model
        width: parent.width
    }

    actions: [
        BigButton {
            look: "main"
            objectName: "ask.card.again"
            picture: "retry"
            visible: view.model.work === ""
            width: (view.innerWidth - view.actionsSpacing) * 0.5
            word: "card_retry"

            onClicked: view.model.go("card")
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
