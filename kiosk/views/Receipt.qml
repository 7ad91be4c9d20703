import QtQuick
import kiosk.ui

StepPage {
    id: view

    required property QtObject model

    readonly property bool onPaper: model.printState === "printing" || model.printState === "printed"

    lead: model.withheld ? "" : model.sealed ? "receipt_lead_sealed" : model.provisional ? "receipt_lead_provisional" : !portrait ? "" : onPaper ? "receipt_lead" : "receipt_lead_screen"
    name: "receipt"
    title: model.provisional ? "receipt_title_provisional" : "receipt_title"

    Panel {
        color: Theme.tint
        visible: view.model.withheld
        width: parent.width

        Row {
            spacing: 28
            width: parent.width

            Pictogram {
                id: done

                color: Theme.good
                name: "check"
                side: Math.round(96 * Theme.grow)
            }
            Column {
                spacing: 16
                width: parent.width - done.width - parent.spacing

                Say {
                    bold: true
                    size: Theme.heading
                    values: [view.model.window]
                    width: parent.width
                    word: view.model.window === "" ? "receipt_window" : "receipt_window_named"
                }
                Say {
                    width: parent.width
                    word: "receipt_window_text"
                }
            }
        }
    }

    PrintStatus {
        model: view.model
        width: parent.width
    }
    Grid {
        columnSpacing: Theme.gap
        columns: view.portrait ? 1 : 2
        rowSpacing: Theme.gap
        visible: !view.model.withheld
        width: parent.width

        Column {
            spacing: Theme.gap
            width: view.portrait ? parent.width : (parent.width - parent.columnSpacing) * 0.5

            Panel {
                width: parent.width

                Row {
                    spacing: 36
                    width: parent.width

                    Column {
                        spacing: 20
                        width: parent.width - code.width - parent.spacing

                        Say {
                            color: Theme.soft
                            size: Theme.small
                            width: parent.width
                            word: "receipt_number"
                        }
                        Plain {
                            font.bold: true
                            font.pixelSize: view.portrait ? Theme.heading : Theme.body
                            text: view.model.number
                            width: parent.width
                            wrapMode: Text.WrapAnywhere
                        }
                        Say {
                            color: Theme.soft
                            size: Theme.small
                            visible: !view.model.sealed
                            width: parent.width
                            word: "receipt_query_code"
                        }
                        Plain {
                            visible: !view.model.sealed
                            color: Theme.main
                            font.bold: true
                            font.letterSpacing: 6
                            font.pixelSize: Theme.title
                            text: view.model.queryCode
                            width: parent.width
                            wrapMode: Text.WrapAnywhere
                        }
                    }
                    Column {
                        id: code

                        spacing: 12
                        visible: !view.model.sealed
                        width: view.portrait ? Math.round(260 * Math.min(1.1, Theme.grow)) : 220

                        // The ground stays white in every theme: scanners need dark on light.
                        Rectangle {
                            border.color: Theme.line
                            border.width: Theme.border
                            color: "#FFFFFF"
                            height: width
                            width: parent.width

                            Image {
                                anchors { fill: parent; margins: 12 }
                                cache: false
                                fillMode: Image.PreserveAspectFit
                                smooth: false
                                source: view.model.known ? "image://visit/qr/" + view.model.number : ""
                            }
                        }
                        Say {
                            align: Text.AlignHCenter
                            size: Theme.small
                            width: parent.width
                            word: "receipt_scan"
                        }
                    }
                }
                Fact {
                    value: view.model.registered
                    width: parent.width
                    word: "receipt_registered"
                }
            }
            Panel {
                color: Theme.tint
                width: parent.width

                Say {
                    bold: true
                    color: Theme.main
                    width: parent.width
                    word: "unit"
                }
                Plain {
                    font.bold: true
                    font.pixelSize: Theme.heading
                    visible: !view.model.sealed
                    text: view.model.unit ? Words.ordered(view.model.unit) + (view.model.unitPhone ? "　" + view.model.unitPhone : "") : Words.main.receipt_unit_later
                    width: parent.width
                }
                Plain {
                    font.pixelSize: Theme.small
                    text: Words.said(view.model.reason, view.model.reasonEn)
                    visible: text !== ""
                    width: parent.width
                }
            }
        }
        Column {
            spacing: Theme.gap
            width: view.portrait ? parent.width : (parent.width - parent.columnSpacing) * 0.5

            Panel {
                visible: view.model.promises.length > 0
                width: parent.width

                Say {
                    bold: true
                    color: Theme.main
                    width: parent.width
                    word: "receipt_promises"
                }
                ClockList {
                    clocks: view.model.promises
                    width: parent.width
                }
            }
            Panel {
                visible: view.model.statutory.length > 0
                width: parent.width

                Say {
                    bold: true
                    color: Theme.seal
                    width: parent.width
                    word: "receipt_statutory"
                }
                ClockList {
                    clocks: view.model.statutory
                    width: parent.width
                }
            }
            Panel {
                visible: view.model.nextSteps.length > 0
                width: parent.width

                Say {
                    bold: true
                    color: Theme.main
                    width: parent.width
                    word: "receipt_next"
                }
                Repeater {
                    model: Words.chinese || view.model.nextStepsEn.length === 0 ? view.model.nextSteps : view.model.nextStepsEn

                    Plain {
                        required property int index
                        required property string modelData

                        font.pixelSize: Theme.small
                        text: (index + 1) + ". " + modelData
                        width: parent.width
                    }
                }
                Fact {
                    size: Theme.small
                    value: view.model.supervisionPhone
                    visible: value !== ""
                    width: parent.width
                    word: "idle_supervision"
                }
            }
        }
    }

    actions: [
        BigButton {
            look: "main"
            objectName: "receipt.finish"
            picture: "check"
            width: view.model.copyOffered ? (view.innerWidth - view.actionsSpacing) * 0.6 : view.innerWidth
            word: view.model.withheld ? "receipt_window_finish" : "receipt_finish"

            onClicked: view.model.finish()
        },
        BigButton {
            objectName: "receipt.copy"
            picture: "printer"
            visible: view.model.copyOffered
            width: (view.innerWidth - view.actionsSpacing) * 0.4
            word: view.model.withheld ? "receipt_window_print" : "receipt_copy"

            onClicked: view.model.copy()
        }
    ]
}
