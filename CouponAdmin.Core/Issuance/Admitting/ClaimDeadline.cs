namespace CouponAdmin.Core.Issuance.Admitting;

/// <summary>A claim's deadline, from its arrival: asking, warming a cold campaign and asking again share it.</summary>
internal readonly record struct ClaimDeadline(TimeProvider Time, long Arrived, TimeSpan Timeout)
{
    /// <summary>What is left of it; zero once it has passed.</summary>
    public TimeSpan Left
    {
        get
        {
            TimeSpan left = Timeout - Time.GetElapsedTime(Arrived);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }
}
