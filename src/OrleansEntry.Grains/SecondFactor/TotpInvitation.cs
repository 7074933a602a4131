using OtpNet;
using QRCoder;

namespace OrleansEntry.Grains.SecondFactor;

/// <summary>What an authenticator app is set up with.</summary>
internal static class TotpInvitation
{
    /// <summary>The secret as a person types it.</summary>
    public static string Text(byte[] secret) => Base32Encoding.ToString(secret);

    /// <summary>The <c>otpauth://</c> address that apps read.</summary>
    public static string Uri(string issuer, string account, byte[] secret, int stepSeconds) =>
        new OtpUri(OtpType.Totp, secret, account, issuer, OtpHashMode.Sha1, TotpCodes.Digits, stepSeconds).ToString();

    /// <summary>The address as a QR code, an SVG document that scales.</summary>
    public static string Qr(string uri)
    {
        using var data = QRCodeGenerator.GenerateQrCode(uri, QRCodeGenerator.ECCLevel.M);
        using var svg = new SvgQRCode(data);
        return svg.GetGraphic(4, "#000000", "#ffffff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute);
    }
}
