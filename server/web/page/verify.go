package page

import (
	"context"

	"github.com/a-h/templ"
)

// Verify is the public page that checks a file: nobody needs to sign in, and the file is not kept.
type Verify struct {
	Limit  int64 // bytes of a file
	Errors Errors
	Result *Verified
}

// Verified is the outcome for one file.
type Verified struct {
	File   string // its name as sent
	Report Report
	SHA256 string
}

// Title of the page: the finding, once there is one.
func (v Verify) Title(ctx context.Context) string {
	if v.Result != nil {
		return t(ctx, "web.verify.finding."+string(v.Result.Report.Verdict))
	}
	return t(ctx, "web.verify.title")
}

// Body of the page.
func (v Verify) Body() templ.Component { return verify(v) }
