import QtQuick
import kiosk.ui

StepPage {
    id: view

    required property QtObject model

    lead: "ask_list_lead"
    name: "ask.list"
    title: "ask_list_title"

    Repeater {
        model: view.model.matters

        Panel {
            id: matter

            required property var modelData

            spacing: 14
            width: parent.width

            Plain {
                color: Theme.main
                font.bold: true
                font.pixelSize: Theme.heading
                text: matter.modelData.number
                width: parent.width
            }
            Fact {
                strong: true
                value: Words.said(matter.modelData.stateText, matter.modelData.stateTextEn || Words.en["ask_state_" + matter.modelData.state])
                width: parent.width
                word: "ask_state"
            }
            Fact {
                value: matter.modelData.registered
                width: parent.width
                word: "receipt_registered"
            }
            BigButton {
                compact: true
                objectName: "ask.pick." + matter.modelData.n
                picture: "next"
                width: parent.width
                word: "ask_pick"

                onClicked: view.model.pick(matter.modelData.n)
            }
        }
    }
}
