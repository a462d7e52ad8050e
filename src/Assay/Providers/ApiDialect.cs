namespace Assay.Providers;

/// <summary>How an answer is to be taken by whoever asks again.</summary>
public enum AnswerKind
{
    /// <summary>Data, or an error that another attempt would only repeat.</summary>
    Final,

    /// <summary>The same question may well be answered in a moment.</summary>
    Transient,

    /// <summary>We ask too often.</summary>
    RateLimited,

    /// <summary>What the plan allows in a day is used up.</summary>
    DayUsedUp,

    /// <summary>What the plan allows in a month is used up.</summary>
    MonthUsedUp,
}

/// <summary>What the answers of an API mean to whoever asks it. This one goes by the HTTP status alone.</summary>
public class ApiDialect
{
    public static readonly ApiDialect Http = new();

    public virtual AnswerKind KindOf(RawPayload payload) => payload.Status switch
    {
        429 => AnswerKind.RateLimited,
        408 or >= 500 => AnswerKind.Transient,
        _ => AnswerKind.Final,
    };

    /// <summary>What the answer cost of the month's credits.</summary>
    public virtual long CreditsOf(RawPayload payload) => 1;
}
