using System.Security.Cryptography;
using System.Text;

namespace OrleansEntry.Server.Mail;

/// <summary>A mail's message id in a form that fits file names and mail headers, whatever the id holds.</summary>
internal static class MailName
{
    /// <summary>32 lower-case hex characters; the same for the same id.</summary>
    public static string Of(string messageId) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(messageId)).AsSpan(0, 16));
}
