using QRCoder;

namespace CouponAdmin.Web.Shared;

/// <summary>A QR code as a picture that a page or an answer can hold.</summary>
internal static class QrPicture
{
    private const int PixelsPerModule = 8;

    /// <summary>SVG, dark on white whatever the page's colours are: scanners expect it. Level M mends what a scratched screen hides.</summary>
    public static string Draw(string text)
    {
        using QRCodeData data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using SvgQRCode drawing = new(data);
        return drawing.GetGraphic(PixelsPerModule, "#000000", "#ffffff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute);
    }
}
