package source

import (
	"bytes"
	"encoding/binary"
	"image"
	_ "image/gif"
	_ "image/jpeg"
	_ "image/png"
	"io"
)

// inspectImage checks that a file with the extension of an image is one, and
// finds its size. A JPEG that is called .png is common and harmless, as browsers
// go by content too. A damaged image of a known kind is published without a size.
func inspectImage(info *AssetInfo, ext string, head []byte, src io.ReadSeeker) {
	kind := imageKind(head)
	if kind == "" {
		info.Refused = "its name ends in ." + ext + " but it is no image that browsers know; export it again"
		return
	}
	info.Media = media[kind]
	switch kind {
	case "webp":
		info.Width, info.Height = webpSize(head)
	case "avif":
		info.Width, info.Height = avifSize(head)
	case "png", "jpeg", "gif":
		if _, err := src.Seek(0, io.SeekStart); err != nil {
			return
		}
		if c, _, err := image.DecodeConfig(src); err == nil {
			info.Width, info.Height = c.Width, c.Height
		}
	}
}

// imageKind tells by its first bytes what an image is, as an extension.
func imageKind(head []byte) string {
	at := func(offset int, magic string) bool {
		return len(head) >= offset+len(magic) && string(head[offset:offset+len(magic)]) == magic
	}
	switch {
	case at(0, "\x89PNG\r\n\x1a\n"):
		return "png"
	case at(0, "\xff\xd8\xff"):
		return "jpeg"
	case at(0, "GIF87a"), at(0, "GIF89a"):
		return "gif"
	case at(0, "RIFF") && at(8, "WEBP"):
		return "webp"
	case at(4, "ftypavif"), at(4, "ftypavis"), at(4, "ftypmif1") && bytes.Contains(head[:min(len(head), 64)], []byte("avif")):
		return "avif"
	case at(0, "\x00\x00\x01\x00"):
		return "ico"
	case at(0, "BM") && len(head) >= 26:
		return "bmp"
	}
	return ""
}

// webpSize reads the size from the first chunk of a WebP file.
func webpSize(head []byte) (width, height int) {
	if len(head) < 30 {
		return 0, 0
	}
	le := binary.LittleEndian
	switch string(head[12:16]) {
	case "VP8 ":
		if string(head[23:26]) != "\x9d\x01\x2a" {
			return 0, 0
		}
		return int(le.Uint16(head[26:]) & 0x3fff), int(le.Uint16(head[28:]) & 0x3fff)
	case "VP8L":
		if head[20] != 0x2f {
			return 0, 0
		}
		bits := le.Uint32(head[21:])
		return int(bits&0x3fff) + 1, int(bits>>14&0x3fff) + 1
	case "VP8X":
		w := le.Uint32(head[24:]) & 0xffffff
		h := uint32(head[27]) | uint32(head[28])<<8 | uint32(head[29])<<16
		return int(w) + 1, int(h) + 1
	}
	return 0, 0
}

// avifSize reads the largest of the sizes that the boxes "ispe" of an AVIF
// file give: thumbnails and tiles have smaller ones.
func avifSize(head []byte) (width, height int) {
	for {
		i := bytes.Index(head, []byte("ispe"))
		if i < 0 || len(head) < i+16 {
			return width, height
		}
		w, h := int(binary.BigEndian.Uint32(head[i+8:])), int(binary.BigEndian.Uint32(head[i+12:]))
		if w < 1<<16 && h < 1<<16 && w*h > width*height {
			width, height = w, h
		}
		head = head[i+4:]
	}
}
