package wording

import "strings"

// verb is what somebody does, or what kind of thing is listed next.
type verb uint8

const (
	noVerb      verb = iota
	leads            // phụ trách, chỉ đạo: is in charge
	leadsAll         // điều hành chung: in charge of everything, which is no clause
	cooperates       // phối hợp
	together         // chủ trì, phối hợp với: in charge, and who is named next cooperates
	works            // tham mưu, thụ lý: of departments and officers
	sits             // Trưởng Ban Chỉ đạo: in a committee or programme
	other            // nhiệm vụ khác: nothing that a clause could say
	standsIn         // khi Chủ tịch vắng mặt
	handsOver        // ủy nhiệm, ủy quyền
	listsFields      // các lĩnh vực
	listsAreas       // địa bàn
	within           // trên địa bàn: ties the areas that follow to the fields before
	listsUnits       // các Phòng
	excepts          // trừ
	introduces       // "phân công", "nhiệm vụ của": somebody is named next
)

// verbs finds them in a text.
var verbs = func() *lexicon[verb] {
	l := newLexicon[verb]()
	for v, phrases := range verbPhrases {
		for phrase := range strings.SplitSeq(phrases, ";") {
			l.add(phrase, v)
		}
	}
	return l
}()

var verbPhrases = map[verb]string{
	leads: `phụ trách; trực tiếp phụ trách; phụ trách, chỉ đạo; phụ trách, theo dõi; chỉ đạo; trực tiếp chỉ đạo; chỉ đạo, điều hành; trực tiếp chỉ đạo, điều hành;
		chỉ đạo, theo dõi; theo dõi, chỉ đạo; theo dõi, phụ trách; theo dõi; trực tiếp theo dõi; chỉ đạo, giải quyết; lãnh đạo, chỉ đạo; chỉ đạo, kiểm tra;
		giúp chủ tịch chỉ đạo; giúp chủ tịch phụ trách; giúp chủ tịch; được phân công phụ trách; chịu trách nhiệm; chịu trách nhiệm chỉ đạo; được giao phụ trách; cùng phụ trách; cùng chỉ đạo; cùng theo dõi`,
	leadsAll: `chỉ đạo chung; lãnh đạo chung; điều hành chung; phụ trách chung; quản lý chung; lãnh đạo, điều hành chung; chỉ đạo, điều hành chung; lãnh đạo, quản lý, điều hành;
		lãnh đạo, quản lý; lãnh đạo, chỉ đạo, điều hành; lãnh đạo, điều hành; lãnh đạo toàn diện; phụ trách toàn diện; chịu trách nhiệm chung; điều hành toàn bộ; lãnh đạo toàn bộ;
		chỉ đạo toàn diện; chỉ đạo, điều hành toàn diện; lãnh đạo và điều hành; lãnh đạo, quản lý toàn diện`,
	cooperates: `phối hợp; phối hợp với; phối hợp cùng; phối hợp chỉ đạo; phối hợp phụ trách; tham gia chỉ đạo; tham gia phụ trách; hỗ trợ`,
	together:   `chủ trì, phối hợp với; chủ trì phối hợp với; chủ trì, phối hợp; chủ trì, phối hợp cùng`,
	works: `chủ trì; chủ trì tham mưu; chủ trì, tham mưu; tham mưu; tham mưu, giúp; tham mưu cho; tham mưu, thực hiện; thụ lý; thực hiện; thực hiện nhiệm vụ; giúp ubnd; giúp ủy ban nhân dân;
		có chức năng tham mưu; thực hiện chức năng tham mưu; tham mưu, giúp ubnd phường; tham mưu, giúp ubnd xã; quản lý nhà nước về; thực hiện chức năng quản lý nhà nước về; đầu mối; làm đầu mối`,
	sits: `trưởng ban; phó trưởng ban; trưởng ban chỉ đạo; trưởng các ban chỉ đạo; phó trưởng ban chỉ đạo; phó ban chỉ đạo; ban chỉ đạo; chủ tịch hội đồng; phó chủ tịch hội đồng;
		chủ tịch ủy ban phòng; chủ tịch ủy ban; thành viên ban; thành viên hội đồng; tổ trưởng tổ công tác; tổ trưởng; trưởng đoàn; chỉ huy trưởng; kiêm trưởng ban; kiêm trưởng ban chỉ đạo; kiêm trưởng các ban chỉ đạo; kiêm phó trưởng ban chỉ đạo;
		kiêm chủ tịch hội đồng; kiêm chủ tịch ủy ban; làm trưởng ban; làm trưởng ban chỉ đạo; thành viên ban chỉ đạo; chương trình; các chương trình; chương trình mục tiêu quốc gia; chương trình mục tiêu; đề án; các đề án; dự án; các dự án; nghị quyết; các nghị quyết; phong trào; cuộc vận động;
		quyết định số; nghị định số; kế hoạch số; nghị quyết số; chỉ thị số; thông tư`,
	other: `nhiệm vụ khác; các nhiệm vụ khác; một số nhiệm vụ khác; thực hiện các nhiệm vụ khác; thực hiện một số nhiệm vụ khác; thực hiện nhiệm vụ khác; công việc khác; các công việc khác; những công việc khác;
		chịu trách nhiệm trước; chịu trách nhiệm cá nhân; chịu trách nhiệm thi hành; chịu trách nhiệm chính; chịu trách nhiệm về; theo quy định; do chủ tịch phân công; làm việc theo chế độ; giữ mối liên hệ;
		giữ mối quan hệ; thực hiện chế độ; báo cáo chủ tịch; báo cáo ubnd; tổ chức thực hiện; chịu trách nhiệm tổ chức; chịu sự; căn cứ; chủ tài khoản; người phát ngôn; ký các văn bản; ký thay`,
	standsIn: `khi chủ tịch vắng mặt; khi chủ tịch vắng; khi chủ tịch đi vắng; khi chủ tịch đi công tác; khi chủ tịch ubnd phường vắng mặt; khi chủ tịch ubnd xã vắng mặt; khi chủ tịch ubnd vắng mặt;
		khi chủ tịch ubnd phường đi vắng; khi chủ tịch ubnd xã đi vắng; khi chủ tịch ủy ban nhân dân phường vắng mặt; khi chủ tịch ủy ban nhân dân xã vắng mặt; khi chủ tịch ủy ban nhân dân vắng mặt;
		thay chủ tịch điều hành; thay mặt chủ tịch điều hành; thay chủ tịch ubnd phường điều hành; thay chủ tịch ubnd xã điều hành`,
	handsOver:   `ủy nhiệm; ủy quyền; ủy quyền cho; ủy nhiệm cho; giao quyền điều hành cho; giao điều hành cho`,
	listsFields: `lĩnh vực; các lĩnh vực; các lĩnh vực công tác; lĩnh vực công tác; các lĩnh vực sau; các lĩnh vực, công tác; khối; các khối; mảng; các mảng; mặt công tác; các mặt công tác; công tác; các công tác; nội dung; các nội dung; các lĩnh vực, nội dung; về lĩnh vực`,
	listsAreas:  `địa bàn; các địa bàn; địa bàn phụ trách; phụ trách địa bàn; theo dõi địa bàn; chỉ đạo địa bàn; phụ trách các địa bàn; địa bàn theo dõi`,
	within:      `trên địa bàn; tại địa bàn; ở địa bàn; thuộc địa bàn; tại; trong phạm vi; trên địa bàn các`,
	listsUnits: `các phòng; các sở; các đơn vị; các cơ quan; cơ quan; đơn vị; cơ quan, đơn vị; các cơ quan, đơn vị; các ban; các trường; hoạt động của; hoạt động các; các phòng, ban; các phòng chuyên môn; phòng chuyên môn; đơn vị phụ trách;
		đơn vị theo dõi; các trạm; các trung tâm; hoạt động của các; hoạt động của các phòng; hoạt động của các sở; hoạt động của các đơn vị; hoạt động các phòng`,
	excepts:    `trừ; ngoại trừ; không bao gồm; không gồm; trừ lĩnh vực; trừ các lĩnh vực; trừ địa bàn; trừ công tác`,
	introduces: `giao; giao cho; phân công; phân công cho; nay phân công; phân công nhiệm vụ; phân công nhiệm vụ cho; phân công nhiệm vụ của; nhiệm vụ của; nhiệm vụ cụ thể của; lĩnh vực phụ trách của; lĩnh vực, địa bàn phụ trách của; trách nhiệm của; phân công công tác của; phân công công tác đối với`,
}

// fillers are words around the name of a field that say nothing more: "quản lý nhà nước về …".
var fillers = func() *lexicon[bool] {
	l := newLexicon[bool]()
	for phrase := range strings.SplitSeq(`quản lý; quản lý nhà nước; về; công tác; hoạt động; thực hiện; phát triển; các; các mặt; của; ubnd; ủy ban nhân dân; phường; xã; thành phố; toàn phường; toàn xã; trên; bàn;
		trong; cho; với; và; bảo đảm; đảm bảo; triển khai; tổ chức; chỉ đạo; giải quyết; xử lý; theo; sau; sau đây; như sau; gồm; bao gồm; cụ thể; cụ thể như sau; những; một số; liên quan; có liên quan; nhà nước; địa phương;
		trên địa bàn phường; trên địa bàn xã; vấn đề; nhiệm vụ; chuyên môn; thuộc; ở cơ sở; cơ sở; chung; toàn diện; kiểm tra; giám sát; đôn đốc; là; tại; lĩnh vực; ngành; cấp xã; cấp phường; số; từ; khối; tp; phụ trách; được; phân công`, ";") {
		l.add(phrase, true)
	}
	return l
}()
