import QtQuick
import kiosk.ui

StepPage {
    id: view

    required property QtObject model
    readonly property bool beside: model.live && !portrait
    readonly property real listWidth: beside ? innerWidth - live.width - Theme.gap : innerWidth
    readonly property int perRow: (portrait ? 3 : beside ? 2 : 5) - (shell.large && !beside ? 1 : 0)

    lead: "pages_lead"
    name: "pages"
    title: "pages_title"

    Panel {
        color: Theme.tint
        // a wide screen is low: once somebody knows how, the pages need the room
        visible: !view.model.live && (view.portrait || view.model.count === 0)
        width: parent.width

        Row {
            spacing: 36
            width: parent.width

            Pictogram {
                id: drawing

                anchors.verticalCenter: parent.verticalCenter
                color: Theme.main
                name: "camera"
                side: Math.round((view.portrait ? 170 : 130) * (shell.large ? 0.8 : 1))
            }
            Column {
                anchors.verticalCenter: parent.verticalCenter
                spacing: 20
                width: parent.width - drawing.width - parent.spacing

                Repeater {
                    model: ["pages_how_lay", "pages_how_flat", "pages_how_take"]

                    Row {
                        id: how

                        required property int index
                        required property string modelData

                        spacing: 16
                        width: parent.width

                        Plain {
                            id: digit

                            color: Theme.main
                            font.bold: true
                            text: how.index + 1
                            width: 36
                        }
                        Say {
                            width: parent.width - digit.width - parent.spacing
                            word: how.modelData
                        }
                    }
                }
            }
        }
    }
    Flow {
        spacing: Theme.gap
        width: parent.width

        LiveView {
            id: live

            // the row of thumbnails below shows that there is more
            maxHeight: view.portrait ? view.room * 0.72 : view.room - 28
            model: view.model
            visible: view.model.live
            width: view.portrait ? view.innerWidth : Math.floor(view.innerWidth * 0.5)
        }
        Column {
            spacing: Theme.gap
            width: view.listWidth

            Say {
                bold: true
                size: Theme.heading
                values: [view.model.count]
                width: parent.width
                word: view.model.count ? "pages_count" : "pages_count_none"
            }
            Flow {
                spacing: Theme.gap
                width: parent.width

                Repeater {
                    model: view.model.pages

                    PageThumbnail {
                        width: Math.floor((view.listWidth - (view.perRow - 1) * Theme.gap) / view.perRow)

                        onDropped: id => view.model.drop(id)
                        onMoved: (id, by) => view.model.move(id, by)
                        onRetaken: id => view.model.retake(id)
                    }
                }
            }
        }
    }

    actions: [
        BigButton {
            id: finish

            enabled: !view.model.capturing
            height: Math.max(implicitHeight, take.implicitHeight)
            look: view.model.count ? "main" : "plain"
            objectName: view.model.count ? "pages.done" : "pages.none"
            picture: "next"
            size: Theme.heading
            width: (view.innerWidth - view.actionsSpacing) / 2
            word: view.model.count ? "pages_done" : "pages_none"

            onClicked: view.model.proceed()
        },
        BigButton {
            id: take

            enabled: !view.model.capturing
            height: Math.max(implicitHeight, finish.implicitHeight)
            look: view.model.count ? "plain" : "main"
            objectName: "pages.take"
            picture: "camera"
            size: Theme.heading
            width: (view.innerWidth - view.actionsSpacing) / 2
            word: view.model.capturing ? "pages_taking" : view.model.retaking ? "pages_take_again" : view.model.count ? "pages_take_next" : "pages_take"

            onClicked: view.model.take()
        }
    ]
}
