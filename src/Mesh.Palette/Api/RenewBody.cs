namespace Mesh.Palette.Api;

/// <summary>How an instance is, said with the renewal of its lease. All of it is optional.</summary>
public sealed record RenewBody
{
    /// <summary>passing (default), warning or critical.</summary>
    public string? Status { get; init; }

    /// <summary>Kept for explain; at most 512 characters.</summary>
    public string? Note { get; init; }
}
