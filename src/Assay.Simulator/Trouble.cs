namespace Assay.Simulator;

/// <summary>What a provider may have to say instead of an answer.</summary>
internal enum Trouble
{
    TooManyRequests,
    MonthUsedUp,
    PaymentRequired,
    KeyMissing,
    KeyWrong,
    PlanTooLow,

    /// <summary>The plan does not look back so far.</summary>
    TooFarBack,
    UnknownId,
    ServerError,
    Unavailable,

    /// <summary>An error that comes with status 200.</summary>
    ErrorInSuccess,
}
