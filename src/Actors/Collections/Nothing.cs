namespace CallCenter.Actors.Collections;

/// <summary>What a set keeps beside its items.</summary>
public readonly record struct Nothing;
