using System.ComponentModel.DataAnnotations;
using OrleansEntry.Contracts.IdentifierChange;
using OrleansEntry.Core.Notices;
using MailedCode = OrleansEntry.Core.Registration.MailedCode;

namespace OrleansEntry.Gateway.IdentifierChange;

/// <summary>Asks for another address.</summary>
internal sealed record NewIdentifierBody : Body
{
    /// <summary>The new e-mail address.</summary>
    [StringLength(1024, MinimumLength = 1)] public required string Identifier { get; init; }
}

/// <summary>The two codes that were mailed.</summary>
internal sealed record IdentifierCodesBody : Body
{
    /// <summary>The one to the new address: eight digits.</summary>
    [StringLength(MailedCode.MaxTextLength, MinimumLength = 1)] public required string NewCode { get; init; }

    /// <summary>The one to the present address: eight digits.</summary>
    [StringLength(MailedCode.MaxTextLength, MinimumLength = 1)] public required string OldCode { get; init; }
}

/// <summary>The change is on its way.</summary>
internal sealed record IdentifierChangingBody
{
    /// <summary>What to do: read where it stands.</summary>
    public required string Next { get; init; }
}

/// <summary>Takes a change back by the link of a mail.</summary>
internal sealed record UndoIdentifierChangeBody : Body
{
    /// <summary>What stands behind the # of the link.</summary>
    [StringLength(MailLink.TextLength, MinimumLength = 1)] public required string Link { get; init; }
}

/// <summary>The change is taken back.</summary>
internal sealed record IdentifierChangeUndoneBody
{
    /// <summary>Always true.</summary>
    public required bool Undone { get; init; }
}

/// <summary>The account's address, and where its change stands.</summary>
internal sealed record IdentifierBody
{
    /// <summary>The address, masked.</summary>
    public required string Identifier { get; init; }

    /// <summary>A change that waits for its codes; null when there is none.</summary>
    public required WaitingIdentifierBody? Waiting { get; init; }

    /// <summary>Whether a change whose codes were given is on its way.</summary>
    public required bool Changing { get; init; }

    /// <summary>The address before, while it can take the change back; null when there is none.</summary>
    public required FormerIdentifierBody? Former { get; init; }

    /// <summary>Translates what the account said.</summary>
    public static IdentifierBody From(IdentifierView view) => new()
    {
        Identifier = view.Masked,
        Waiting = view.Waiting is { } waiting ? WaitingIdentifierBody.From(waiting) : null,
        Changing = view.Changing,
        Former = view.Former is { } former
            ? new FormerIdentifierBody { Identifier = former.Masked, ChangedAt = former.ChangedAt, Until = former.Until }
            : null,
    };
}

/// <summary>A change that waits for its codes.</summary>
internal sealed record WaitingIdentifierBody
{
    /// <summary>The new address, masked.</summary>
    public required string Identifier { get; init; }

    /// <summary>Until when its codes work.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Translates what the account said.</summary>
    public static WaitingIdentifierBody From(IdentifierAsked asked) =>
        new() { Identifier = asked.Masked, ExpiresAt = asked.ExpiresAt };
}

/// <summary>The address before.</summary>
internal sealed record FormerIdentifierBody
{
    /// <summary>The address, masked.</summary>
    public required string Identifier { get; init; }

    /// <summary>When it was replaced.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Until when it can take the change back. Nothing is changed again before.</summary>
    public required DateTimeOffset Until { get; init; }
}
