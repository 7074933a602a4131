namespace OrleansEntry.Gateway.Http;

/// <summary>One way to say no: the same code, title and sentence wherever it happens.</summary>
/// <param name="Status">The HTTP status, 400 to 599.</param>
/// <param name="Code">The stable name that programs go by; lower-case words with hyphens.</param>
/// <param name="Title">What it is, in a few words; the same each time (RFC 9457 §3.1.3).</param>
/// <param name="Detail">A sentence that helps the person on.</param>
internal sealed record Refusal(int Status, string Code, string Title, string Detail)
{
    /// <summary>The member <c>type</c> (RFC 9457 §3.1.1).</summary>
    public string Type => "urn:problem-type:entry:" + Code;
}
