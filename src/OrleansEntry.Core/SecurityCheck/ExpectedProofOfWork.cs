using System.Security.Cryptography;

namespace OrleansEntry.Core.SecurityCheck;

/// <summary>Judges a solved proof-of-work by what was remembered when it was made: no key is derived again.</summary>
internal sealed class ExpectedProofOfWork(byte[] signature, int counter, byte[] derivedKey, SecurityCheckKey key)
    : ExpectedAnswer(CheckKind.ProofOfWork)
{
    public override CheckFinding Judge(string answer, TimeSpan age)
    {
        if (!AltchaPayload.TryParse(answer, out var payload)) return CheckVerdict.Wrong;

        // The echoed parameters carry our signature, and that signature is the one of this very challenge: so they are
        // this challenge's parameters, nonce and salt included.
        var signed = CryptographicOperations.FixedTimeEquals(
            key.Sign(payload.Parameters.ToCanonicalJson()), payload.Signature.Span);
        var ours = CryptographicOperations.FixedTimeEquals(signature, payload.Signature.Span);
        var solved = CryptographicOperations.FixedTimeEquals(derivedKey, payload.DerivedKey.Span) & counter == payload.Counter;

        return signed & ours & solved ? CheckVerdict.Right : CheckVerdict.Wrong;
    }
}
