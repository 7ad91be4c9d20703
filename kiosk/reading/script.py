"""Fold traditional characters the recogniser reads into brush-like simplified writing back to simplified ones.

Only when the page is plainly simplified otherwise: a letter truly written in traditional characters stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence

_PAIRS = (
    "萬万與与專专業业東东絲丝兩两嚴严喪丧個个豐丰臨临為为麗丽舉举義义烏乌樂乐喬乔習习鄉乡書书買买亂乱爭争虧亏雲云亞亚產产畝亩親亲億亿僅仅從从侖仑倉仓儀仪們们價价眾众優优會会傘伞偉伟傳传傷伤倫伦偽伪體体傭佣債债傾倾償偿"
    "儲储兒儿黨党蘭兰關关興兴養养獸兽岡冈冊册寫写軍军農农馮冯沖冲決决況况凍冻淨净涼凉減减湊凑幾几鳳凤憑凭凱凯擊击鑿凿劃划劉刘則则剛刚創创刪删別别劑剂劍剑劇剧勸劝辦办務务動动勵励勁劲勞劳勢势勻匀區区醫医華华協协單单賣卖盧卢衛卫卻却"
    "廠厂廳厅歷历厲厉壓压廁厕廈厦廚厨縣县參参雙双發发變变敘叙葉叶號号嘆叹嚇吓嗎吗啟启吳吴員员聽听嗚呜詠咏響响啞哑喚唤嘗尝團团園园圍围國国圖图圓圆聖圣場场壞坏塊块堅坚壇坛壩坝墳坟墜坠壟垄壘垒墊垫牆墙壯壮聲声殼壳處处備备復复夠够頭头誇夸夾夹奪夺奮奋獎奖"
    "婦妇媽妈嬌娇孫孙學学寧宁寶宝實实審审憲宪宮宫寬宽賓宾對对尋寻導导壽寿將将爾尔塵尘嘗尝堯尧屍尸盡尽層层屆届屬属歲岁豈岂嶺岭島岛峽峡嶄崭崗岗鞏巩幣币帥帅師师帳帐簾帘帶带幫帮庫库應应廟庙龐庞廢废開开異异張张彌弥彎弯彈弹強强歸归當当錄录徹彻徑径"
    "憶忆憂忧懷怀態态憐怜總总戀恋懇恳惡恶惱恼懸悬驚惊慘惨懲惩慣惯憤愤願愿戲戏戰战戶户撲扑執执擴扩掃扫揚扬擾扰撫抚拋抛搶抢護护報报擔担擬拟擁拥攔拦擰拧撥拨擇择掛挂擋挡擠挤揮挥損损撿捡換换據据擄掳攝摄擺摆搖摇敵敌數数斂敛斷断無无舊旧時时曠旷晝昼顯显曬晒曉晓暫暂"
    "術术機机殺杀雜杂權权條条來来楊杨極极構构樞枢棗枣槍枪楓枫櫃柜標标棧栈棟栋欄栏樹树樣样橋桥樁桩夢梦檢检樓楼橫横櫻樱歡欢歐欧殘残毀毁畢毕氣气漢汉湯汤溝沟沒没瀝沥淪沦滄沧滬沪滅灭濕湿滿满漸渐漁渔澆浇淺浅濁浊測测濟济渾浑濃浓塗涂濤涛潤润澗涧漲涨瀉泻潑泼澤泽潔洁灑洒窪洼"
    "災灾燦灿爐炉點点煉炼爛烂煩烦燒烧燭烛熱热愛爱爺爷牽牵犧牺狀状猶犹獨独獄狱獵猎獻献環环現现瑪玛電电畫画暢畅療疗瘋疯瘡疮癢痒癱瘫皺皱盞盏鹽盐監监蓋盖盤盘眾众睜睁瞞瞒矚瞩矯矫礦矿碼码磚砖礎础確确礙碍禮礼禍祸禪禅離离禿秃種种積积稱称穩稳窮穷竊窃竅窍競竞筆笔筍笋"
    "築筑篩筛籌筹簽签簡简類类糧粮緊紧糾纠紀纪約约級级紛纷紙纸紋纹純纯納纳線线練练組组細细織织終终經经結结給给絡络絕绝統统繼继績绩緒绪續续維维綜综綠绿緣缘編编緩缓縮缩網网羅罗罰罚罷罢聯联聰聪職职肅肃腸肠膚肤脅胁腎肾腫肿脹胀臟脏膠胶腦脑腳脚臉脸臘腊艙舱艦舰艱艰藝艺節节蘇苏蘋苹範范"
    "莊庄蒼苍藥药蓮莲獲获營营蕭萧薩萨蔣蒋藍蓝蟲虫蝦虾蠅蝇補补襯衬裝装褲裤見见觀观規规視视覺觉覽览觸触計计訂订認认討讨讓让訓训議议訊讯記记講讲許许論论設设訪访證证評评識识訴诉診诊詞词譯译試试詩诗誠诚話话該该詳详語语誤误說说請请諸诸課课誰谁調调談谈謀谋謊谎謝谢"
    "謹谨豬猪貝贝貞贞負负貢贡財财責责賢贤敗败賬账貨货質质販贩貪贪貧贫購购貫贯賤贱貼贴貴贵貸贷貿贸費费賀贺資资賴赖贈赠賠赔賞赏趙赵趕赶躍跃踐践車车軌轨轉转輪轮軟软輕轻載载較较輔辅輛辆輩辈輸输轄辖辭辞邊边遼辽達达遷迁過过邁迈運运還还這这進进遠远違违連连遲迟適适選选遞递邏逻遺遗"
    "鄧邓鄭郑鄰邻鄲郸醬酱釋释裡里裏里針针釘钉鋼钢鈔钞鐘钟鍋锅錢钱鉗钳鑽钻鐵铁鈴铃鉛铅銅铜銀银鋪铺銷销鎖锁錯错鍵键鎮镇鏡镜長长門门閃闪閉闭問问間间悶闷閘闸鬧闹聞闻閱阅闊阔隊队陽阳陰阴陣阵階阶際际陸陆陳陈險险隨随隱隐難难霧雾靜静頂顶項项順顺須须頑顽顧顾頓顿預预領领頗颇頸颈頻频題题額额"
    "顏颜風风飛飞飯饭飲饮飼饲飽饱餅饼餓饿館馆馬马馱驮馳驰駐驻駕驾騙骗騷骚驗验騰腾驟骤魚鱼鮮鲜鳥鸟鳴鸣鴨鸭鵝鹅鷄鸡雞鸡鹹咸麥麦黃黄齊齐齒齿龍龙龜龟峯峰羣群啓启衆众牀床週周佔占嶽岳徵征託托採采閤阁捨舍鬥斗製制迴回係系後后麼么餘余僱雇鬆松隻只準准併并臺台儘尽衝冲繫系証证脫脱虛虚彙汇線线嘆叹汙污洩泄豎竖鑑鉴"
)
_FOLD = {_PAIRS[i]: _PAIRS[i + 1] for i in range(0, len(_PAIRS), 2) if _PAIRS[i] != _PAIRS[i + 1]}
_PLAIN = frozenset(_FOLD.values()) - frozenset("云里系制回征周占采舍斗几范岳余托万")
_TABLE = str.maketrans(_FOLD)


def folded(text: str) -> str:
    """Every traditional character as the simplified one, whatever stands around it."""
    return text.translate(_TABLE)


def simplified(texts: Sequence[str]) -> list[str]:
    """Fold the lines of one page, unless the traditional characters outnumber the simplified ones by far."""
    old = sum(char in _FOLD for text in texts for char in text)
    new = sum(char in _PLAIN for text in texts for char in text)
    if old > 2 * new:
        return list(texts)
    return [text.translate(_TABLE) for text in texts]
