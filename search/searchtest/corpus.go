package searchtest

import (
	"encoding/binary"
	"fmt"
	"time"

	"github.com/google/uuid"

	"congvan/office"
	"congvan/search"
)

// The organs and posts of the suite. Identifiers are made from names so that a failure says the same in every run.
var (
	city      = search.OrganPrincipal(id("UBND thành phố"))
	tuongMai  = search.OrganPrincipal(id("UBND phường Tương Mai"))
	phuDong   = search.OrganPrincipal(id("UBND xã Phù Đổng"))
	deputy    = search.PostPrincipal(id("Phó Chủ tịch phường Tương Mai"))
	officer   = search.PostPrincipal(id("Công chức địa chính xã Phù Đổng"))
	stranger  = search.OrganPrincipal(id("UBND xã Ba Vì"))
	cityScope = scope(city)
)

// id is an identifier as office.NewID makes them, of a moment in 2024, 2025 or 2026: an engine may keep the years apart.
func id(name string) office.ID {
	id := uuid.NewSHA1(uuid.NameSpaceURL, []byte(name))
	moment := time.Date(2024+int(id[15])%3, 6, 1, 0, 0, 0, 0, time.UTC).UnixMilli()
	binary.BigEndian.PutUint64(id[:], uint64(moment)<<16|uint64(binary.BigEndian.Uint16(id[6:]))&0xfff|0x7000)
	return id
}

func scope(principals ...string) search.Scope { return search.Scope{Principals: principals} }

// corpus is a small office. Every document is seen by the city; the last list of each row says who else sees it.
func corpus() []search.Document {
	return []search.Document{
		paper("phong-chay", "15/CT-UBND", "CT", "Chỉ thị", "2026-03-02", "Về tăng cường công tác phòng cháy, chữa cháy và cứu nạn, cứu hộ mùa khô",
			[]string{"19", "NC"}, "an ninh, trật tự", tuongMai, phuDong).on(
			"Ủy ban nhân dân thành phố yêu cầu các xã, phường rà soát nhà chung cư, chợ dân sinh, kho xưởng. Lực lượng tại chỗ trực đủ quân số.",
			"Kinh phí thực hiện lấy từ ngân sách. Báo cáo kết quả trước ngày 15/4/2026 về Công an thành phố."),
		paper("chay-rung", "7/KH-UBND", "KH", "Kế hoạch", "2026-04-20", "Bảo vệ rừng năm 2026", []string{"06", "KT"}, "nông nghiệp", phuDong).on(
			"Phòng Kinh tế chủ trì. Khi có cháy phải báo ngay chữa lành cây, trồng lại theo mùa. Công tác giữ rừng Sóc Sơn."),
		paper("dat-dai", "15/QĐ-UBND", "QĐ", "Quyết định", "2026-05-11", "Về việc thu hồi đất để thực hiện dự án mở rộng đường Giải Phóng",
			[]string{"07", "KT"}, "đất đai – GPMB", tuongMai).on(
			"Thu hồi 1.250 m² đất tại tổ dân phố số 5. Giao Trung tâm Phát triển quỹ đất bồi thường, giải phóng mặt bằng theo Luật Đất đai 2024."),
		paper("dat-cu", "150/QĐ-UBND", "QĐ", "Quyết định", "2025-08-01", "Phê duyệt dự toán mua sắm thiết bị trường học", []string{"12", "VX"},
			"giáo dục", tuongMai).on("Căn cứ Quyết định số 15/QĐ-UBND và đề nghị của phòng; các đợt mua sắm đạt yêu cầu."),
		paper("sap-nhap", "05/TB-UBND", "TB", "Thông báo", "2026-01-05", "Kết luận của Chủ tịch UBND về cải cách TTHC, chuyển đổi số",
			[]string{"02", "KT"}, "tài chính", tuongMai, phuDong).on("Giao Trung tâm Phục vụ hành chính công công khai dịch vụ công trực tuyến."),
		paper("dang", "09-HD/TU", "HD", "Hướng dẫn", "2026-02-10", "Hướng dẫn sinh hoạt chi bộ tổ dân phố", []string{"26", "NC"}, "công tác Đảng", phuDong).on(
			"Chi bộ sinh hoạt vào ngày 03 hằng tháng. Đồng chí Bí thư chủ trì."),
		paper("hoa-binh", "120/UBND-VX", "CV", "Công văn", "2026-06-15", "Về việc tổ chức lễ hội hoà bình tại vườn hoa", []string{"14", "VX"}, "văn hóa", tuongMai).on(
			"Thuỷ lợi, chiếu sáng, vệ sinh môi trường do các đơn vị bảo đảm. Trường mầm non Hoa Sen tham gia."),
		paper("rieng", "33/BC-UBND", "BC", "Báo cáo", "2026-06-30", "Báo cáo kết quả xử lý vi phạm trật tự xây dựng", []string{"08", "KT"},
			"xây dựng", deputy).on("Đã xử phạt 12 trường hợp xây dựng sai phép trên địa bàn phường; kiến nghị tháo dỡ nhà xưởng."),
		paper("y-te", "30/2026/QĐ-UBND", "QĐ", "Quyết định", "2026-07-20", "Quy định về an toàn thực phẩm tại chợ dân sinh", []string{"18", "VX"}, "y tế",
			tuongMai, phuDong).on("Kiểm tra vệ sinh an toàn thực phẩm, phòng chống dịch sốt xuất huyết."),
		paper("khong-trang", "44/GM-UBND", "GM", "Giấy mời", "2026-08-01", "Giấy mời họp giao ban tháng 8", nil, "", tuongMai).on(),
	}
}

type document struct{ search.Document }

func paper(name, number, kind, kindName, date, subject string, fields []string, fieldName string, principals ...string) document {
	d := search.Document{
		ID: id(name), Number: number, Subject: subject, Signer: "Nguyễn Văn Thử", IssuerCode: "H26", Issuer: "UBND thành phố Hà Nội",
		Kind: office.KindCode(kind), KindName: kindName, Date: office.Day(date), Principals: append([]string{city}, principals...),
	}
	for _, field := range fields {
		d.Fields = append(d.Fields, office.FieldCode(field))
	}
	if fieldName != "" {
		d.FieldNames = []string{fieldName}
	}
	return document{d}
}

func (d document) on(pages ...string) search.Document {
	d.Pages = pages
	return d.Document
}

// many are documents of two organs turn by turn: odd ones of Tương Mai, even ones of Phù Đổng, so that half of what any query matches is
// out of one reader's scope.
func many(count int) []search.Document {
	documents := make([]search.Document, count)
	for i := range documents {
		whose := tuongMai
		if i%2 == 0 {
			whose = phuDong
		}
		d := paper(fmt.Sprint("many-", i), fmt.Sprintf("%d/TB-UBND", 1000+i), "TB", "Thông báo", "2026-09-01", fmt.Sprint("Thông báo nộp hồ sơ đợt ", i),
			[]string{"05", "KT"}, "công thương", whose)
		documents[i] = d.on("Nội dung nộp hồ sơ trực tuyến.")
		documents[i].Principals = []string{whose}
	}
	return documents
}
