using System.Buffers.Text;
using Microsoft.AspNetCore.DataProtection;

namespace OrleansEntry.Grains.Keys;

/// <summary>Keeps what storage must not be able to read: authenticator secrets, addresses and safety phrases (ASVS 11.3.3,
/// RFC 6238 §5.1).</summary>
/// <remarks>ASP.NET Core Data Protection: authenticated encryption under a key ring that rotates; old keys still read.</remarks>
public sealed class Protector(IDataProtectionProvider provider)
{
    private readonly IDataProtector _secrets = provider.CreateProtector("OrleansEntry", "totp-secret", "v1");
    private readonly IDataProtector _identifiers = provider.CreateProtector("OrleansEntry", "identifier", "v1");
    private readonly IDataProtector _phrases = provider.CreateProtector("OrleansEntry", "safety-phrase", "v1");
    private readonly IDataProtector _mails = provider.CreateProtector("OrleansEntry", "registration-mail", "v1");
    private readonly IDataProtector _ceremonies = provider.CreateProtector("OrleansEntry", "operator-ceremony", "v1");

    /// <summary>Seals an authenticator's secret for one account; it opens for no other.</summary>
    public string SealSecret(string accountId, byte[] secret) =>
        Base64Url.EncodeToString(_secrets.CreateProtector(accountId).Protect(secret));

    /// <summary>Opens an authenticator's secret. The caller wipes it after use.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It was changed, or its key is gone:
    /// a fault on our side.</exception>
    public byte[] OpenSecret(string accountId, string sealedSecret) =>
        _secrets.CreateProtector(accountId).Unprotect(Base64Url.DecodeFromChars(sealedSecret));

    /// <summary>Seals an identifier.</summary>
    public string SealIdentifier(string identifier) => _identifiers.Protect(identifier);

    /// <summary>Opens an identifier.</summary>
    public string OpenIdentifier(string sealedIdentifier) => _identifiers.Unprotect(sealedIdentifier);

    /// <summary>Seals an account's safety phrase; it opens for no other.</summary>
    public string SealPhrase(string accountId, string phrase) => _phrases.CreateProtector(accountId).Protect(phrase);

    /// <summary>Opens an account's safety phrase.</summary>
    public string OpenPhrase(string accountId, string sealedPhrase) => _phrases.CreateProtector(accountId).Unprotect(sealedPhrase);

    /// <summary>Seals what a registration, or an account's alert address, owes by mail; it opens for no other.</summary>
    public string SealMail(string nonce, string mail) => _mails.CreateProtector(nonce).Protect(mail);

    /// <summary>Opens what a registration owes by mail.</summary>
    public string OpenMail(string nonce, string sealedMail) => _mails.CreateProtector(nonce).Unprotect(sealedMail);

    /// <summary>Seals what an operator's passkey is asked with, until its answer brings it back.</summary>
    public string SealCeremony(string ceremony) => _ceremonies.Protect(ceremony);

    /// <summary>Opens it; <see langword="null"/> for whatever we did not seal.</summary>
    public string? OpenCeremony(string sealedCeremony)
    {
        try
        {
            return _ceremonies.Unprotect(sealedCeremony);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }
}
