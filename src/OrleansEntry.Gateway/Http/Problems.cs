namespace OrleansEntry.Gateway.Http;

/// <summary>Every refusal of the API, in the product's words. A code never changes its meaning.</summary>
internal static class Problems
{
    // What was sent can not be read.
    public static readonly Refusal Malformed = new(400, "malformed", "Malformed request", "This request could not be read.");
    public static readonly Refusal MalformedIdentifier = new(400, "malformed-identifier", "Not an address",
        "This is not an e-mail address. Check it for typing errors.");
    public static readonly Refusal NotFound = new(404, "not-found", "Not found", "There is nothing here by that name.");
    public static readonly Refusal MethodNotAllowed = new(405, "method-not-allowed", "Method not allowed",
        "This address does not take that method; the Allow header lists those it takes.");
    public static readonly Refusal TooLarge = new(413, "too-large", "Request too large", "A request body has at most 16 KiB.");
    public static readonly Refusal UnsupportedMediaType = new(415, "unsupported-media-type", "Not JSON",
        "Send the body as application/json, in UTF-8 and without a content coding.");

    // Who asks, and from where.
    public static readonly Refusal ClientTooOld = new(426, "client-too-old", "Client too old",
        "This version no longer works here. Update it, then try again.");
    public static readonly Refusal CrossSite = new(403, "cross-site", "From another site",
        "This change was asked for by another site. Open the official entrance and try again there.");
    public static readonly Refusal AntiForgery = new(403, "anti-forgery", "Not confirmed by this page",
        "This change did not come from one of our pages. Reload the page and try again.");
    public static readonly Refusal NoSession =
        new(401, "no-session", "No session", "You are not signed in, or your session is over. Enter again.");
    public static readonly Refusal EnrolmentDue = new(403, "enrolment-due", "Authenticator due",
        "This account needs a second factor before anything else. Add an authenticator or a passkey, then go on.");
    public static readonly Refusal ConfirmationDue = new(403, "confirmation-due", "Confirmation due",
        "Confirm that it is you first: with your passcode and, where you have one, your second factor.");
    public static readonly Refusal ConfirmationIncomplete = new(422, "confirmation-incomplete", "Confirmation incomplete",
        "To confirm that it is you, send your passcode and, where you have a second factor, its method and code; or a passkey.");

    // An entry or a registration on its way.
    public static readonly Refusal UnknownEntry = new(401, "unknown-entry", "Unknown entry", "This entry is not known here. Begin again.");
    public static readonly Refusal EntryExpired = new(410, "entry-expired", "Entry expired", "This entry took too long. Begin again.");
    public static readonly Refusal UnknownRegistration = new(401, "unknown-registration", "Unknown registration",
        "This registration is not known here. Begin again.");
    public static readonly Refusal RegistrationExpired = new(410, "registration-expired", "Registration expired",
        "This code no longer works. Register again to get a new one.");
    public static readonly Refusal WrongStep = new(409, "wrong-step", "Another step is due", "This entry is at another step. Begin again.");

    // The security check.
    public static readonly Refusal CheckFailed =
        new(401, "check-failed", "Security check not passed", "That was not the answer. Try once more.");
    public static readonly Refusal CheckExpired = new(410, "check-expired", "Security check expired",
        "This security check is over. Take the new one.");
    public static readonly Refusal CheckDue =
        new(403, "check-due", "Security check due", "Pass the security check first, then send the passcode.");

    // Credentials.
    public static readonly Refusal NotAdmitted =
        new(401, "not-admitted", "Not admitted", "That did not match. Check the address and the passcode.");
    public static readonly Refusal CodeRefused = new(401, "code-refused", "Code refused",
        "That code did not match. Check it, or wait for the next one.");
    public static readonly Refusal CodeUsed = new(401, "code-used", "Code already used",
        "That code was already used. Wait for the next one in your app.");
    public static readonly Refusal ClockOff = new(401, "clock-off", "The phone's clock is off",
        "The clock of your phone seems to be off. Set it to automatic and use the next code.");
    public static readonly Refusal PasskeyRefused = new(401, "passkey-refused", "Passkey refused",
        "That passkey did not match. Take one that you added to this account, and begin again.");
    public static readonly Refusal OutOfUse = new(403, "out-of-use", "Out of use",
        "This way in failed too often and is out of use. Enter another way, or recover your account.");
    public static readonly Refusal Frozen = new(403, "frozen", "Frozen",
        "This account is frozen. Nobody enters it until you come back by a link that we mail you.");
    public static readonly Refusal LinkOver = new(410, "link-over", "Link no longer works",
        "This link no longer works: it was used, is too old, or there is a newer one.");
    public static readonly Refusal OtherClient = new(403, "other-client", "Asked for elsewhere",
        "This link was asked for in another browser or app. Open it there, or ask for a link here: the newest mail then counts for both.");
    public static readonly Refusal PasscodeDue = new(422, "passcode-due", "Passcode due",
        "This account is frozen. Send its present passcode and, where it has one, its second factor with the link. "
            + "With the passcode forgotten, the second factor alone does, in the client that asked, unless it failed too often.");
    public static readonly Refusal SecondFactorDue = new(422, "second-factor-due", "Second factor due",
        "The passcode is right. Send a code of your second factor with it.");
    public static readonly Refusal RemovalWaits = new(409, "removal-waits", "A removal waits already",
        "The authenticator will be removed after a wait, unless somebody stops it.");
    public static readonly Refusal PasscodeByMail = new(409, "passcode-by-mail", "One proof is not enough",
        "This passcode was chosen with a mailed link and was not used with a second factor since. With another mail it would be one proof "
            + "alone: enter with an authenticator code or a recovery code, or ask the service's support.");
    public static readonly Refusal AddressTooNew = new(403, "address-too-new", "The address is new",
        "The address of this account was changed lately. For a while mails to it prove nothing, and its former address can take the change "
            + "back.");
    public static readonly Refusal LossCodeOver = new(410, "loss-code-over", "Code over",
        "This code no longer works. Ask for another one.");
    public static readonly Refusal Wait = new(429, "wait", "Too many tries",
        "Too many tries from here. On another device that you have used before you may not have to wait.");

    // Changes that do not fit.
    public static readonly Refusal AlreadyEnrolled = new(409, "already-enrolled", "Already set up",
        "An authenticator is set up already. Remove it first, then set up the new one.");
    public static readonly Refusal NoPasskey = new(409, "no-passkey", "No passkey", "This account has no passkey.");
    public static readonly Refusal TooManyPasskeys = new(409, "too-many-passkeys", "No room for another passkey",
        "Your account has as many passkeys as it can have. Remove one first.");
    public static readonly Refusal NoEnrolment = new(409, "no-enrolment", "Nothing to confirm",
        "No authenticator waits to be confirmed. Begin again and scan the new code.");
    public static readonly Refusal NotEnrolled = new(409, "not-enrolled", "Not set up", "This account has no authenticator.");
    public static readonly Refusal SecondFactorRequired = new(409, "second-factor-required", "Needed here",
        "Every account here needs a second factor, so it can not be removed.");
    public static readonly Refusal SamePasscode = new(409, "same-passcode", "The same passcode",
        "The new passcode is the one you have. Choose another.");

    // Trading.
    public static readonly Refusal NoTradingPasscode = new(409, "no-trading-passcode", "No trading passcode",
        "Set a trading passcode first: it approves trades and withdrawals.");
    public static readonly Refusal TradingOutOfUse = new(403, "trading-out-of-use", "Trading passcode out of use",
        "The trading passcode failed too often in a row. Change it, with your second factor, to go on.");
    public static readonly Refusal SecondFactorNeeded = new(409, "second-factor-needed", "Second factor needed",
        "This takes a second factor, and the account has none. Add an authenticator or a passkey first.");
    public static readonly Refusal SameAsPasscode = new(409, "same-as-passcode", "The same as the passcode",
        "The trading passcode must differ from the passcode. Choose another.");
    public static readonly Refusal SameAsTradingPasscode = new(409, "same-as-trading-passcode", "The same as the trading passcode",
        "The passcode must differ from the trading passcode. Choose another.");
    public static readonly Refusal UnknownOperation = new(422, "unknown-operation", "Unknown operation",
        "Nothing of that name can be approved here.");
    public static readonly Refusal UnknownReturn = new(422, "unknown-return", "Not a service of ours",
        "You were sent here with a way back to an address that we do not know. Approve nothing: open the service by yourself "
            + "and begin again.");
    public static readonly Refusal ApprovalIncomplete = new(422, "approval-incomplete", "Second factor missing",
        "A withdrawal takes a second factor too: send its method and code, or a passkey.");
    public static readonly Refusal Held = new(403, "held", "Withdrawals wait",
        "Withdrawals wait after a change of your account. You can withdraw when the wait is over; nobody can shorten it.");
    public static readonly Refusal NotApproved = new(409, "not-approved", "Not approved",
        "This is not approved: the approval is unknown, used or over, is for something else, or can not be used now. "
            + "Ask the person again.");
    public static readonly Refusal NoService = new(401, "no-service", "No service credential",
        "Only a service with a credential of its own is answered here.");
    public static readonly Refusal NotInScope = new(403, "not-in-scope", "Not in scope", "This service's credential does not cover that.");

    public static readonly Refusal FactorTooNew = new(403, "factor-too-new", "Factor too new",
        "A new factor can not take away what your account had before it. Confirm with another one, or wait.");
    public static readonly Refusal SettingsLocked = new(409, "settings-locked", "Settings are locked",
        "Your security settings are locked. Nobody can change them until the lock ends.");
    public static readonly Refusal SettingsLockLength = new(422, "settings-lock-length", "Not that long",
        "The settings can not be locked for that long, or that shortly. Read the lock to see what may be chosen.");
    public static readonly Refusal UnfitSafetyPhrase = new(422, "unfit-safety-phrase", "Not a safety phrase",
        "A safety phrase has 4 to 40 characters that show as they are: letters, digits, signs and plain blanks, without < and >.");
    public static readonly Refusal KnownAlertAddress = new(409, "known-alert-address", "Known already",
        "Alerts go to this address already.");
    public static readonly Refusal TooManyAlertAddresses = new(409, "too-many-alert-addresses", "No room for another address",
        "Your account has as many alert addresses as it can have. Remove one first.");
    public static readonly Refusal AlertCodeOver = new(410, "alert-code-over", "Code over",
        "This code no longer works. Ask for the address again to get a new one.");
    public static readonly Refusal SameIdentifier = new(409, "same-identifier", "The same address",
        "This is the address that your account has.");
    public static readonly Refusal IdentifierChangeRuns = new(409, "identifier-change-runs", "A change is under way",
        "A change of the address is being carried out. Look again in a moment.");
    public static readonly Refusal IdentifierChangedLately = new(409, "identifier-changed-lately", "Changed lately",
        "The address was changed lately, and its former address can still take that back. Try again when that time is over.");
    public static readonly Refusal IdentifierCodeOver = new(410, "identifier-code-over", "Codes over",
        "These codes no longer work. Ask for the new address again to get others.");
    public static readonly Refusal ClosingWaits = new(409, "closing-waits", "The account will be closed",
        "This account will be closed. Stop that first: in the security centre, or by any of the mails about it.");
    public static readonly Refusal NotListed = new(409, "not-listed", "Not on a listed device",
        "This takes a session on a device that your account knows. Enter on one, then try again.");
    public static readonly Refusal LastDevice = new(409, "last-device", "The last device",
        "Only listed devices may enter, and this is the last one. Let all devices enter first, then forget it.");
    public static readonly Refusal NoAdmission = new(409, "no-admission", "Nobody waits",
        "No new device waits to be let in. It may have waited too long; begin on it again.");

    // Operators.
    public static readonly Refusal NoOperator = new(401, "no-operator", "No operator",
        "You are not in as an operator. Enter with your passkey.");
    public static readonly Refusal OperatorNotAdmitted = new(401, "operator-not-admitted", "Not admitted",
        "That was not accepted: the invitation is over or was used, or the passkey is none of an operator.");
    public static readonly Refusal NotYourRole = new(403, "not-your-role", "Not your role", "Your roles do not allow this.");
    public static readonly Refusal AnotherOperator = new(409, "another-operator", "Another operator needed",
        "You proposed this yourself: somebody else must agree.");
    public static readonly Refusal OperatorTaken = new(409, "operator-taken", "Taken", "An operator is called so, or has this passkey.");
    public static readonly Refusal OperatorsFull = new(409, "operators-full", "No room",
        "There is no room for one more. Settle some first.");
    public static readonly Refusal PasskeyCopyable = new(422, "passkey-copyable", "Passkey can be copied",
        "This passkey can be kept on several devices. Operators need one that can not leave its authenticator, such as a security key's.");
    public static readonly Refusal LastAdmin = new(409, "last-admin", "The last who can invite",
        "Nobody would be left who can invite operators. Invite another with the role 'admin' first.");
    public static readonly Refusal NothingToDo = new(409, "nothing-to-do", "Nothing to do",
        "There is nothing to do: the account does not wait, is not frozen, or nobody is in.");
    public static readonly Refusal NoAccount = new(404, "no-account", "No account", "There is no account of this address or id.");
    public static readonly Refusal AccountClosed = new(409, "account-closed", "Closed",
        "The account was closed by its owner. There is nothing left to act on.");
    public static readonly Refusal ChangedMeanwhile = new(409, "changed-meanwhile", "Changed meanwhile",
        "Somebody else changed the service meanwhile. Read it again, then decide.");
    public static readonly Refusal ServiceTaken = new(409, "service-taken", "Taken",
        "A service is called so already, here or in the settings, or there are 16.");
    public static readonly Refusal RotationRuns = new(409, "rotation-runs", "A rotation runs",
        "Two secrets of this service work now. Wait for the end of the older one, or rotate with 0 days.");

    // A passcode that may not be set. The sentence comes from the rules, which know the numbers.
    public static readonly Refusal PasscodeTooShort = Unfit("passcode-too-short", "Passcode too short");
    public static readonly Refusal PasscodeTooLong = Unfit("passcode-too-long", "Passcode too long");
    public static readonly Refusal PasscodeListed = Unfit("passcode-listed", "Passcode too common");
    public static readonly Refusal PasscodeServiceWord = Unfit("passcode-service-word", "Passcode made of our own words");
    public static readonly Refusal PasscodeLikeIdentifier = Unfit("passcode-like-identifier", "Passcode made of your address");

    // Idempotency keys.
    public static readonly Refusal KeyReused = new(422, "idempotency-key-reused", "Key used before",
        "This idempotency key was used with another request. Use a new key for a new request.");
    public static readonly Refusal KeyInProgress = new(409, "idempotency-in-progress", "Still under way",
        "The first request with this idempotency key is still under way. Ask again in a moment.");

    // Our side.
    public static readonly Refusal Busy = new(503, "busy", "Busy", "Too many people are entering at this moment. Try again shortly.");
    public static readonly Refusal Unavailable =
        new(503, "unavailable", "Unavailable", "A part of this service is not there right now. Try again shortly.");
    public static readonly Refusal Fault =
        new(500, "fault", "Fault", "Something went wrong on our side. Nothing you did caused it; try again later.");

    /// <summary>The refusals of passcodes, in the order in which the rules judge.</summary>
    public static readonly IReadOnlyList<Refusal> Passcodes =
        [PasscodeTooShort, PasscodeTooLong, PasscodeListed, PasscodeLikeIdentifier, PasscodeServiceWord];

    /// <summary>Names the member that could not be read. What it held is never repeated.</summary>
    public static Problem MalformedMember(string member, string rule) => new Problem(Malformed).Saying($"The member '{member}' {rule}.");

    /// <summary>The refusal for a status that something below us answered without a body.</summary>
    public static Refusal ForStatus(int status) => status switch
    {
        404 => NotFound,
        405 => MethodNotAllowed,
        413 => TooLarge,
        415 => UnsupportedMediaType,
        >= 500 => Fault with { Status = status },
        _ => Malformed with { Status = status },
    };

    private static Refusal Unfit(string code, string title) => new(422, code, title, "This passcode can not be used. Choose another.");
}
